"""The question as understood. Questions only: nothing here says what the answer is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language import lexicon
from curbside.retrieval.understanding import slips, understand
from curbside.types import PatientValue, Understood


def read(text: str) -> Understood:
    return understand(text).understood


def test_the_main_question_is_understood_whole() -> None:
    asked = understand(
        "What is the recommended intramuscular methylcobalamin course for vitamin B12 deficiency with peripheral "
        "neuropathy and body pain?",
        "uk",
        "patient",
    )

    assert asked.audience == "patient"
    assert asked.understood.jurisdiction == "uk"
    assert asked.understood.drugs == ("methylcobalamin",)
    assert asked.understood.conditions == ("vitamin B12 deficiency", "peripheral neuropathy", "pain")
    assert asked.understood.route == "intramuscular"
    assert asked.understood.intent == "regimen"
    assert asked.understood.words == ()


INTENTS = {
    "What is the dose of apixaban?": "regimen",
    "Hydroxocobalamin dose": "regimen",
    "how much paracetamol": "regimen",
    "How often is hydroxocobalamin given?": "regimen",
    "labetalol IV loading": "regimen",
    "amitriptyline titration schedule": "regimen",
    "What is the maintenance dose of hydroxocobalamin?": "maintenance",
    "Do I need B12 for life?": "maintenance",
    "Is labetalol safe in asthma?": "contraindications",
    "When is apixaban contraindicated?": "contraindications",
    "Which drugs should be avoided in hypertension in pregnancy?": "contraindications",
    "Does metformin interact with alcohol?": "interactions",
    "What are the side effects of metformin?": "adverse_effects",
    "harms of pyridoxine": "adverse_effects",
    "How often should B12 be monitored?": "monitoring",
    "Follow-up after B12 injections": "monitoring",
    "Does methylcobalamin improve neuropathic pain?": "evidence",
    "oral versus intramuscular B12": "evidence",
    "What is the evidence for methylcobalamin in ALS?": "evidence",
    "How is B12 deficiency diagnosed?": "distinction",
    "Which tests confirm iron deficiency?": "distinction",
    "severity of community-acquired pneumonia": "distinction",
    "How long does neuropathy take to recover?": "course",
    "Is subacute combined degeneration reversible?": "course",
    "What causes vitamin B12 deficiency?": "causes",
    "risk factors for copper deficiency": "causes",
    "When should I refer a patient with neuropathy?": "escalation",
    "When is a second auto-injector needed?": "escalation",
    "Should I take folic acid in pregnancy?": "indication",
    "gabapentin in children": "other",
    "What is the strength of adrenaline ampoules?": "formulation",
    "How is hydroxocobalamin injected?": "administration",
    "how to give adrenaline": "administration",
    "First-line treatment for neuropathic pain": "indication",
    "Which antibiotic for pneumonia?": "indication",
    "Should I start a statin?": "indication",
    "Labetalol in asthma": "other",
    "Adrenaline in cardiac arrest": "other",
    "apixaban": "other",
}


@pytest.mark.parametrize(("question", "intent"), INTENTS.items())
def test_what_is_asked_for_is_a_facet(question: str, intent: str) -> None:
    assert read(question).intent == intent


@pytest.mark.parametrize(
    ("question", "drug"),
    [
        ("mecobalamin dose", "methylcobalamin"),
        ("Methycobal injection", "methylcobalamin"),
        ("EPINEPHRINE in anaphylaxis", "adrenaline"),
        ("adrenaline (epinephrine)", "adrenaline"),
        ("b12 injection", "vitamin B12"),
        ("Vitamin B-12", "vitamin B12"),
        ("vit. B12", "vitamin B12"),
        ("gabapentinoids for sciatica", "alpha-2-delta ligand"),
        ("PPIs", "proton pump inhibitor"),
        ("bisoprolol", "bisoprolol"),
        ("nebivolol", "nebivolol"),
    ],
)
def test_a_drug_is_known_by_any_of_its_names(question: str, drug: str) -> None:
    assert read(question).drugs == (drug,)


def test_a_group_word_has_its_members_as_relatives_and_is_no_member() -> None:
    asked = read("B12 injection for pernicious anaemia")

    assert asked.drugs == ("vitamin B12",)
    assert {"hydroxocobalamin", "methylcobalamin", "cyanocobalamin"} <= set(asked.relatives)


def test_a_drug_has_its_siblings_and_its_group_as_relatives_and_never_itself() -> None:
    asked = read("methylcobalamin injection")

    assert {"hydroxocobalamin", "vitamin B12"} <= set(asked.relatives)
    assert "methylcobalamin" not in asked.relatives


def test_the_drug_in_the_name_of_a_condition_is_not_asked_about() -> None:
    assert read("treatment of vitamin B12 deficiency").drugs == ()
    assert read("folate deficiency and iron deficiency anaemia").drugs == ()


def test_a_broader_condition_goes_where_a_narrower_one_is_there() -> None:
    assert read("anaemia, megaloblastic anaemia").conditions == ("megaloblastic anaemia",)
    assert read("community-acquired pneumonia, a pneumonia").conditions == ("community-acquired pneumonia",)


def test_pain_and_neuropathy_stay_beside_what_is_narrower() -> None:
    assert read("diabetic neuropathy, a peripheral neuropathy, with pain").conditions == (
        "diabetic neuropathy",
        "peripheral neuropathy",
        "pain",
    )


@pytest.mark.parametrize(
    ("question", "route"),
    [
        ("hydroxocobalamin i.m.", "intramuscular"),
        ("labetalol IV", "intravenous"),
        ("B12 by mouth", "oral"),
        ("adrenaline into the muscle", "intramuscular"),
        ("B12 under the tongue", "sublingual"),
        ("metformin", None),
    ],
)
def test_the_route_is_read(question: str, route: str | None) -> None:
    assert read(question).route == route


@pytest.mark.parametrize(
    ("question", "value", "unit", "population"),
    [
        ("B12 injection for a 3-year-old", "3", "a", "children"),
        ("adrenaline, age 3", "3", "a", "children"),
        ("adrenaline in a 3yo", "3", "a", "children"),
        ("adrenaline at 3 years of age", "3", "a", "children"),
        ("adrenaline, 5 days old", "5", "d", "children"),
        ("adrenaline, aged 17", "17", "a", "children"),
        ("apixaban, aged 18", "18", "a", "adults"),
        ("apixaban in an 82 yo", "82", "a", "adults"),
    ],
)
def test_an_age_is_a_value_and_a_population(question: str, value: str, unit: str, population: str) -> None:
    asked = read(question)

    assert asked.values == (PatientValue("age", value, unit),)
    assert asked.population == (population,)
    assert asked.words == ()


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("adrenaline, 10 month old", ("children", "infants")),
        ("adrenaline, 23 months old", ("children", "infants")),
        ("adrenaline, 24 months old", ("children",)),
        ("adrenaline, 20 days old", ("children",)),
    ],
)
def test_an_age_from_28_days_to_under_two_years_is_an_infants(question: str, groups: tuple[str, ...]) -> None:
    assert read(question).population == groups


@pytest.mark.parametrize(
    "body",
    [
        "5 ft 6 in tall, weighs 200 lb",
        "5 feet 6 inches tall and weighing 200 pounds",
        "five foot six, weight fourteen stone two",
        "height 168 cm, 91 kg",
    ],
)
def test_height_and_weight_are_no_words_that_a_source_must_have(body: str) -> None:
    assert read(f"Slimming clinic for a man {body}?").words == ("slimming", "clinic")


@pytest.mark.parametrize("band", ["aged 16 and over", "aged 16 years or older", "people aged 16 and over"])
def test_a_band_of_ages_is_not_one_childs_age(band: str) -> None:
    asked = read(f"B12 deficiency, {band}")

    assert asked.values == ()
    assert "children" not in asked.population


@pytest.mark.parametrize(
    ("question", "population"),
    [
        ("metformin while breast-feeding", ("breastfeeding",)),
        ("labetalol for a pregnant woman", ("pregnancy", "women")),
        ("apixaban in the elderly", ("older people",)),
        ("gabapentin on dialysis", ("dialysis",)),
        ("vancomycin in neonates", ("neonates",)),
        ("gabapentin in children", ("children",)),
        ("Should I take folic acid in pregnancy?", ("pregnancy",)),
    ],
)
def test_a_population_is_read(question: str, population: tuple[str, ...]) -> None:
    assert set(read(question).population) <= set(population)
    assert read(question).population[0] in population


@pytest.mark.parametrize(
    ("wrong", "right", "drug"),
    [
        ("metylcobalamin", "methylcobalamin", "methylcobalamin"),
        ("hydroxocobalmin", "hydroxocobalamin", "hydroxocobalamin"),
        ("cyanocobalamine", "cyanocobalamin", "cyanocobalamin"),
        ("labetolol", "labetalol", "labetalol"),
        ("metfromin", "metformin", "metformin"),
        ("Rivaroxabam", "rivaroxaban", "rivaroxaban"),
    ],
)
def test_a_misspelt_drug_is_read_as_the_one_that_is_a_slip_away_and_that_is_told(
    wrong: str, right: str, drug: str
) -> None:
    asked = understand(f"What is the dose of {wrong}?")

    assert asked.understood.drugs == (drug,)
    assert asked.understood.corrections == ((wrong, right),)
    assert wrong in asked.text


LOOK_ALIKES = (
    "prednisone prednisolone methylprednisolone hydroxyzine hydralazine dihydralazine chlorpropamide "
    "chlorpromazine escitalopram citalopram oxcarbazepine carbamazepine omeprazole esomeprazole enalapril "
    "enalaprilat betamethasone dexamethasone saxagliptin sitagliptin pyridoxamine pyridoxine "
    "dexchlorpheniramine chlorpheniramine nimodipine nifedipine fluoxetine duloxetine paroxetine losartan "
    "valsartan clonidine clonazepam lorazepam diazepam prazepam metronidazole metolazone metoprolol dopamine "
    "dobutamine ephedrine epinephrine norepinephrine vinblastine vincristine cycloserine ciclosporin "
    "daunorubicin doxorubicin sulfadiazine sulfasalazine tolazamide tolbutamide glipizide gliclazide "
    "cefuroxime cefotaxime ceftriaxone ceftazidime azathioprine azithromycin quinine quinidine lamotrigine "
    "lamivudine levetiracetam levofloxacin ofloxacin tramadol trazodone digoxin digitoxin amiodarone "
    "dronedarone methyldopa levodopa cyanocobalamin hydroxocobalamin methylcobalamin"
).split()


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_the_name_of_another_drug_is_never_changed(name: str) -> None:
    asked = read(f"dose of {name}")

    assert asked.corrections == ()
    assert asked.drugs or asked.unknown_drugs == (name,)


@pytest.mark.parametrize("kind", ["drug", "condition"])
def test_no_listed_name_is_ever_changed(kind: str) -> None:
    for concept in lexicon.names(kind):
        for name in lexicon.synonyms(kind, concept):
            assert read(name).corrections == (), name


def test_a_word_in_a_drugs_place_that_no_list_knows_is_an_unknown_drug() -> None:
    assert read("dose of xylitrine for adults").unknown_drugs == ("xylitrine",)
    assert read("xylitrine dosage").unknown_drugs == ("xylitrine",)
    assert read("dose of xylitrine together with metformin").unknown_drugs == ("xylitrine",)
    assert read("amitryptiline dose").unknown_drugs == ("amitryptiline",)


@pytest.mark.parametrize(
    "question",
    [
        "Maintenance dose of hydroxocobalamin",
        "Maximum dose of paracetamol",
        "Starting dose of amitriptyline",
        "hydroxocobalamin dose for severe neuropathy",
        "dose for acute asthma",
        "course of injections for B12 deficiency",
        "usual course of the disease",
        "dose of hydroxocobalamin",
        "dosing for children",
    ],
)
def test_an_ordinary_word_in_that_place_is_no_drug(question: str) -> None:
    assert read(question).unknown_drugs == ()


def test_the_words_that_are_left_are_those_that_nothing_else_has_taken() -> None:
    assert read("What should I give for hiccups in chronic kidney disease with metformin?").words == ("hiccups",)


@pytest.mark.parametrize(
    ("a", "b", "count"),
    [
        ("", "", 0),
        ("abc", "abc", 0),
        ("abc", "acb", 1),
        ("abc", "ab", 1),
        ("ab", "abc", 1),
        ("abc", "axc", 1),
        ("a", "", 1),
    ],
)
def test_slips_are_counted(a: str, b: str, count: int) -> None:
    assert slips(a, b) == count


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
def test_slips_count_the_same_both_ways_and_none_only_for_the_same_word(a: str, b: str) -> None:
    assert slips(a, b) == slips(b, a) <= max(len(a), len(b))
    assert (slips(a, b) == 0) == (a == b)


@given(st.sampled_from(["hydroxocobalamin", "labetalol", "metformin"]), st.data())
def test_any_one_slip_in_a_drugs_name_is_mended(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    slip = data.draw(
        st.sampled_from([name[at + 1] + name[at], name[at], "q" + name[at + 1], name[at] + "q" + name[at + 1]])
    )
    wrong = name[:at] + slip + name[at + 2 :]

    assert read(f"dose of {wrong}").drugs == (name,)


@given(st.text(max_size=80))
def test_any_text_is_understood_without_an_error_and_kept_as_asked(text: str) -> None:
    asked = understand(text, "uk")

    assert asked.text == text
    assert asked.understood.jurisdiction == "uk"


@pytest.mark.parametrize(
    ("text", "population"),
    [
        ("hydroxocobalamin in women who are not pregnant", ("women",)),
        ("metformin, not on dialysis", ()),
        ("metformin without renal impairment", ()),
        ("no longer breastfeeding", ()),
        ("labetalol outside pregnancy", ()),
        ("why not children?", ("children",)),
        ("Is it not safe in pregnancy?", ("pregnancy",)),
    ],
)
def test_a_population_that_is_denied_is_not_asked_about(text: str, population: tuple[str, ...]) -> None:
    assert read(text).population == population


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("she is 14 months", ("14", "mo")),
        ("my patient is 80", ("80", "a")),
        ("he's 5, with anaphylaxis", ("5", "a")),
        ("she is 8 weeks pregnant", None),
        ("she is 3 days into the course", None),
        ("he is 80 kg", None),
        ("she is 1.6 m tall", None),
    ],
)
def test_an_age_that_is_said_of_a_person(text: str, age: tuple[str, str] | None) -> None:
    found = [(v.value, v.unit) for v in read(text).values if v.quantity == "age"]
    assert found == ([age] if age else [])
