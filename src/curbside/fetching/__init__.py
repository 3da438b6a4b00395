"""Sources by query from services on the network: what they answer is handed on as it came, to be read as a file is."""
