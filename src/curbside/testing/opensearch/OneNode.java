import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One OpenSearch node in this process: {@code java -cp JARS OneNode.java HOME NAME=VALUE ...}, the settings last.
 *
 * It ends when its standard input does, and so with the process that started it.
 */
public final class OneNode {
    public static void main(final String[] args) throws Exception {
        final OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> {
            for (int index = 1; index < args.length; index++) {
                final String[] parts = args[index].split("=", 2);
                settings.put(parts[0], parts[1]);
            }
            settings.putList("node.roles", "cluster_manager", "data");
        });
        runner.build("-basePath", args[0], "-numOfNode", "1", 
            "-moduleTypes", String.join(",",
                "org.opensearch.analysis.common.CommonAnalysisPlugin",
                "org.opensearch.index.reindex.ReindexPlugin",
                "org.opensearch.transport.Netty4Plugin"),
            "-pluginTypes", "org.opensearch.knn.plugin.KNNPlugin");
        while (System.in.read() >= 0) {
            continue;
        }
        runner.close();
        System.exit(0);
    }
}
