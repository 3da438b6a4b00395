"""The words by which outcomes are told apart: laboratory values, physiological measures, what people feel or suffer."""

from __future__ import annotations

import re
from typing import Final


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


LABORATORY: Final = _pattern(
    r"\b(?:serum|plasma|urin(?:e|ary)|salivary|circulating) (?!sickness|output|retention|incontinence|tract"
    r"|symptoms|urgency"
    r"|frequency)(?:[\w-]+ ){0,2}?[\w-]+",
    r"\bblood (?:glucose|sugar|lipids?|lactate|count|levels?|concentrations?|urea)\b",
    r"\b(?:hb ?a1c|ha?emoglobin|glycated ha?emoglobin|ha?ematocrit|ferritin|transferrin saturation|homocysteine"
    r"|methylmalonic acid|MMA|holotranscobalamin|triglycerides?|(?:LDL|HDL|total|non-HDL)(?: |-)?(?:C\b"
    r"|cholesterol)|cholesterol"
    r"|creatinine|cystatin C|e?GFR|glomerular filtration rate|albuminuria|proteinuria|urate|uric acid|bilirubin"
    r"|C-?reactive protein|CRP|interleukin-?\d*|TNF|troponin|NT-pro-?BNP|BNP|TSH|thyroxine|25-?hydroxyvitamin D"
    r"|viral load"
    r"|CD4|PSA|INR|D-?dimer|transaminases?|ALT|AST|platelet counts?|neutrophil counts?|antibody titres?"
    r"|antibody titers?"
    r"|insulin resistance|HOMA-IR|fasting glucose|mean corpuscular volume|MCV)\b",
    r"\b(?:biomarkers?|surrogate (?:markers?|outcomes?|end ?points?))\b",
    r"\b(?:concentrations?|levels) of (?!pain|anxiety|stress|function|activity|satisfaction|education|care|evidence"
    r"|disability"
    r"|depression|fatigue|quality|support|independence|adherence|certainty)[\w-]+",
    r"\b(?:vitamin (?:B ?-?12|D)|B12|cobalamin|folate|potassium|sodium|calcium|phosphate|glucose|insulin|cortisol"
    r"|testosterone"
    r"|oestradiol|estradiol|lactate|magnesium|zinc|iron|drug|hormone) (?:levels?|concentrations?|status)\b",
)
PHYSIOLOGICAL: Final = _pattern(
    r"\bblood pressure\b",
    r"\bbone (?:mineral )?density\b",
    r"\b(?:nerve )?conduction velocit(?:y|ies)\b",
    r"\bnerve conduction\b",
    r"\b(?:action potential )?amplitudes?\b",
    r"\belectrophysiolog\w+\b",
    r"\bvibration perception\b",
    r"\bejection fraction\b",
    r"\bintraocular pressure\b",
    r"\bFEV ?1\b|\bforced expiratory volume\b|\bpeak (?:expiratory )?flow\b|\blung function\b|\bspirometr\w+\b",
    r"\bintima[- ]media thickness\b|\bcoronary calcium\b|\bplaque volume\b",
    r"\bheart rate\b|\bQTc?\b(?: interval)?",
    r"\b(?:MRI|magnetic resonance|radiographic|ultrasound|imaging|echocardiographic|endoscopic|histological)"
    r" (?:lesions?|findings?|progression|changes?|parameters?|improvement|healing|outcomes?|measures?)\b",
    r"\btumou?r (?:size|volume|response)\b|\b(?:objective|overall|radiological|virological) response(?: rate)?s?\b",
    r"\b(?:VO2|oxygen saturation|oxygen consumption)\b",
)
SUBJECTIVE: Final = _pattern(
    r"\bpain\w*\b",
    r"\bquality of life\b|\bQoL\b|\bHRQoL\b|\bSF-?36\b|\bEQ-?5D\b",
    r"\bsymptom\w*\b",
    r"\b(?:LANSS|DN4|VAS|NRS|WOMAC|HADS|BDI|PHQ-?9|IPSS|BPI|MADRS|HAM-?D|McGill)\b|\bvisual analogue?\b|\bHamilton\b",
    r"\b(?:self|patient|participant|parent|carer)[- ](?:reported|rated|assessed)\b|\bquestionnaires?\b|\bdiar(?:y"
    r"|ies)\b",
    r"\bsatisfaction\b|\bwell-?being\b|\bglobal (?:impression|assessment)\b|\bpreference\b|\btolerability\b",
    r"\bfatigue\b|\btiredness\b|\banxiety\b|\bdepressi(?:on|ve)\b|\bmood\b|\bdistress\b",
    r"\bpara?esthesias?\b|\bnumbness\b|\btingling\b|\bitch(?:ing)?\b|\bpruritus\b|\bnausea\b|\bheadaches?\b|\bmigraines?\b"
    r"|\bdizziness\b|\bvertigo\b|\btinnitus\b|\bhot flushes\b|\bhot flashes\b|\bcramps?\b|\bheartburn\b|\bbloating\b",
    r"\bdyspn(?:o?ea|oeic)\b|\bbreathlessness\b|\binsomnia\b|\bsleep (?:quality|disturbance)\b|\bcravings?\b",
    r"\bfunction(?:al)? (?:scores?|scales?|status|ability)\b|\bdisability\b",
)
EVENTS: Final = _pattern(
    r"\bmortality\b|\bdeaths?\b|\bdied\b|\bsurviv\w+\b|\blife expectancy\b",
    r"\b(?:hospitali[sz]ation|(?:re)?admission|length of stay|intensive care)s?\b",
    r"\bstrokes?\b|\binfarctions?\b|\bfractures?\b|\bbleed(?:ing|s)?\b|\bha?emorrhages?\b|\bthrombo\w+\b|\bembol\w+\b|\bfalls\b",
    r"\bcardiovascular events?\b|\bseizures?\b|\bexacerbations?\b|\brelapses?\b|\bremissions?\b|\brecurrences?\b"
    r"|\brecover\w+\b"
    r"|\bcure[ds]?\b|\bresolution\b|\bheal(?:ed|ing)\b",
    r"\b(?:adverse|side|serious) (?:events?|effects?|reactions?)\b|\btoxicity\b|\bdiscontinu\w+\b|\bwithdrawals?\b",
    r"\binfections?\b|\bpneumonia\b|\bsepsis\b|\bpre-?eclampsia\b|\bbirth weight\b|\bmiscarriages?\b"
    r"|\bpregnancy rates?\b",
    r"\b(?:dialysis|amputation|transplantation|revasculari[sz]ation|surgery|kidney failure|renal failure"
    r"|heart failure)\b",
    r"\b(?:cognitive|physical|motor|neurological|cognition|memory|muscle) (?:function|signs?|impairment|decline"
    r"|strength|deficits?)\b"
    r"|\bcogniti(?:ve|on)\b|\bdementia\b|\bMRC sum\b|\bALSFRS\b|\bwalking\b|\bgait\b|\bmobility\b",
    r"\ban(?:a)?emia\b|\bdiabetes incidence\b|\bhypoglyc(?:a)?emia\b|\bhyperkal(?:a)?emia\b|\bhyponatr(?:a)?emia\b",
    r"\b(?:neurological|clinical|functional) (?:improvement|outcomes?|response|examination|recovery)\b",
    r"\bcough\b|\bvomiting\b|\bdiarrh(?:o)?ea\b|\bconstipation\b|\brash\b|\bfever\b|\bswelling\b",
)
NULL: Final = _pattern(
    r"\bno (?:[\w-]+,? (?:or |and )?){0,4}?(?:differences?|improvements?|benefits?|effects?|reductions?|changes?"
    r"|associations?"
    r"|increases?|decreases?)\b",
    r"\b(?:were|was|are|is|remained|being) (?:\w+ )?(?:similar|comparable|unchanged(?! or\b| in \d)|equal|the same)\b",
    r"\b(?:similar|comparable) (?:between|in both|in the two|across|among|with)\b",
    r"\b(?:did|does|do) not (?:[\w-]+ )?(?:\w+ )?(?:differ|improve|reduce|change|alter|affect|increase|decrease"
    r"|lower|prevent"
    r"|slow|influence)\b",
    r"\bnot (?:\w+ )?(?:significantly )?different\b|\bnot (?:statistically )?significant(?:ly)?\b|\bnon-?significant\b",
    r"\bno (?:better|worse|more|less) (?:\w+ )?than\b|\bneither [^.;]{3,80} nor [^.;]{3,80} (?:improved|differed"
    r"|changed)\b",
    r"\bno (?:less|more) (?:common|frequent|likely|often|effective)\b|\b[Pp]\s?=\s?N\.?S\b|\bequally (?:effective"
    r"|well)\b|\bas effective as\b",
)
P_VALUE: Final = re.compile(r"\b[Pp](?:[- ]?values?)?(?: for \w+)?\s?(?P<sign>[=>\u2265])\s?(?P<p>0?[.·]\d+)")
DIFFERS: Final = _pattern(
    r"\b(?:higher|lower|greater|more|less|fewer|better|worse|larger|smaller|longer|shorter|faster|slower|superior|inferior)\b",
    r"\b(?:improved?|reduced?|increased?|decreased?|fell|rose|relieved|prevented|declined|worsened|shortened|lowered|raised)\b",
)
CLAUSES: Final = re.compile(r"[,;]? (?:but|whereas|while|although|however|though|yet)\b|;\s|\.\s")
_PEOPLE: Final = (
    r"(?:patients?|participants?|people|persons?|subjects|individuals|adults|children|infants|women|men|those"
    r"|one person"
    r"|residents|veterans|volunteers|outpatients)"
)
_VERB: Final = (
    r"\b(?:was|were|is|are|has|have|did|does|improved|showed|reported|experienced|received|developed|died|gave|led|reduced"
    r"|increased|decreased|fell|rose|compared|treated|given|taking|on)\b"
)
WHOM: Final = re.compile(
    rf"\b{_PEOPLE}\b (?:at (?:high |low |increased )?risk of|with|having|undergoing|suffering from|after)\b"
    rf"(?:(?!{_VERB})[^,;.()])*|\b{_PEOPLE}\b[^,;.()]{{0,60}}? (?:who|whose|from whom|aged)\b[^,;.()]*"
    rf"|\bin (?:a )?{_PEOPLE} [^,;.()]{{0,40}}(?=,)"
    r"|\bwith (?:an? )?(?:normal|low(?:-normal)?|high|elevated|raised|reduced|abnormal|borderline"
    r"|known) (?:[\w-]+ ?){1,3}",
    re.IGNORECASE,
)
NOT_REPORTED: Final = _pattern(
    r"\b(?:no (?:trial|study|trials|studies)|none)(?: of [\w ]+)? (?:reported|measured|assessed|examined"
    r"|addressed)\b[^,;.]*",
    r"\b(?:was|were) not (?:reported|measured|assessed|examined)\b",
)
REPORTS: Final = _pattern(
    r"\d\s?%",
    r"\bP\s?[<>=\u2264\u2265]",
    r"\b(?:versus"
    r"|vs)\b",
    r"\b\d+ of (?:the )?\d+\b",
    r"\bCI\b",
    r"\bratio\b",
    r"\bassociated with\b",
    r"\b(?:relative|absolute) risk\b",
    r"\bscores? (?:was|were|of)\b",
    r"\bcomplete in \d",
)
FINDING: Final = _pattern(
    DIFFERS.pattern,
    REPORTS.pattern,
    r"\b(?:improv|respon[ds]|recover|benefi|effective|efficac|ineffective|worsen|better|risk|incidence|prevalence|sensitivity"
    r"|specificity|accuracy|occurred|developed|safe|tolerated|outcome|progress|success|fail)",
)
DESCRIBES: Final = _pattern(
    r"\b(?:was|were|been|being) (?:\w+ )?(?:given|included|randomi[sz]ed|assigned|allocated|enrolled|recruited"
    r"|searched|measured"
    r"|recorded|defined|conducted|performed|collected|analy[sz]ed|excluded|described)\b",
    r"\b(?:included|found|identified|searched|took in) (?:[\w-]+ ){0,3}(?:studies|trials|articles|reports|databases"
    r"|PubMed|MEDLINE)\b",
    r"\bincluded \d+\b",
    r"\b(?:we|this study|the (?:aim|objective|purpose)) (?:\w+ )?(?:aim(?:ed)?|searched|randomi[sz]ed|enrolled"
    r"|recruited|sought|was to"
    r"|investigated|is to|conducted|performed)\b",
)
INTENDED: Final = _pattern(
    r"\bhypothes",
    r"\bwe (?:\w+ )?aim",
    r"\b(?:aims?|objectives?|purpose) (?:of|was|is|were)\b",
    r"\bto (?:determine|investigate) whether\b",
)
UNKNOWN: Final = _pattern(
    r"\b(?:never|not) (?:been )?(?:\w+ )?(?:established|known)\b|\b(?:is|are|remains?) (?:unknown|unclear|uncertain)\b"
)
EXPOSURE: Final = re.compile(
    r"^.*?\b(?:associated with|predict(?:ed|s|ive of)|risk factors? for|related to|correlated with"
    r"|independent of)\b",
    re.IGNORECASE,
)
