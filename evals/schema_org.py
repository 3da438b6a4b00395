"""Facts of the schema.org vocabulary, as read: of each type its supertypes, of each property the types it is used on.

From schema.org/MedicalWebPage, WebPage, CreativeWork, reviewedBy, lastReviewed, medicalAudience, creativeWorkStatus,
version, dateCreated, Quotation, Claim, MedicalScholarlyArticle (and the listings of the same terms in the packages
SemanticWeb::Schema 23.0 and rdf_vocabularies).
"""

TYPES = {
    "Thing": (),
    "CreativeWork": ("Thing",),
    "WebPage": ("CreativeWork",),
    "MedicalWebPage": ("WebPage",),
    "Claim": ("CreativeWork",),
    "Quotation": ("CreativeWork",),
    "ScholarlyArticle": ("CreativeWork",),
    "MedicalScholarlyArticle": ("ScholarlyArticle",),
    "Periodical": ("CreativeWork",),
    "SoftwareApplication": ("CreativeWork",),
    "MedicalAudience": ("Thing",),
    "Drug": ("Thing",),
    "MedicalCondition": ("Thing",),
    "Person": ("Thing",),
    "Organization": ("Thing",),
}
PROPERTIES = {
    "name": "Thing",
    "description": "Thing",
    "identifier": "Thing",
    "url": "Thing",
    "about": "CreativeWork",
    "author": "CreativeWork",
    "citation": "CreativeWork",
    "creativeWorkStatus": "CreativeWork",
    "creator": "CreativeWork",
    "dateCreated": "CreativeWork",
    "datePublished": "CreativeWork",
    "genre": "CreativeWork",
    "hasPart": "CreativeWork",
    "inLanguage": "CreativeWork",
    "isBasedOn": "CreativeWork",
    "isPartOf": "CreativeWork",
    "position": "CreativeWork",
    "publisher": "CreativeWork",
    "text": "CreativeWork",
    "version": "CreativeWork",
    "lastReviewed": "WebPage",
    "reviewedBy": "WebPage",
    "medicalAudience": "MedicalWebPage",
    "softwareVersion": "SoftwareApplication",
    "audienceType": "MedicalAudience",
}
BASE = "https://schema.org/"


def supertypes(name):
    """A type with all that it is a kind of."""
    return {name}.union(*(supertypes(s) for s in TYPES[name]))


def faults(node):
    """What in an expanded node is no term of schema.org, or a property on a type that does not have it."""
    if not isinstance(node, dict) or "@value" in node:
        return []
    types = [t.removeprefix(BASE) for t in node.get("@type", ())]
    told = [f"no type {t}" for t in types if t not in TYPES]
    known = set().union(*(supertypes(t) for t in types if t in TYPES))
    for term, values in node.items():
        if term.startswith("@"):
            continue
        name = term.removeprefix(BASE)
        if not term.startswith(BASE) or name not in PROPERTIES:
            told.append(f"no property {term}")
        elif PROPERTIES[name] not in known:
            told.append(f"{name} is no property of {types}")
        told += [fault for value in values for fault in faults(value)]
    return told
