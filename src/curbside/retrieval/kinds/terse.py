"""The kind of a question in a few words without a verb: "vancomycin loading dose", "metformin egfr 28 stop?"."""

from __future__ import annotations

import re

from curbside.language import lexicon
from curbside.retrieval.kinds.clauses import last_part
from curbside.retrieval.kinds.names import Head, KindOfQuestion, heads, words_of
from curbside.retrieval.kinds.options import BETTER, VERSUS, offered

K = KindOfQuestion
LEANING = re.compile(
    r"\b(?:of|in|for|with|after|on|to|from|at|by|during|before|between|under|over|without|while|when|if|via|among|until|following)\b"
)
_MEANING = re.compile(
    r"\bdefin(?:e|ed|ition|itions)\b|\bmeaning\b|\bmeans?\?*$|\bstands? for\b|\bdifferences? between\b|\binformation (?:on|about)\b"
)
_END = r"(?=\s*(?:[?!]|$))"
_SITUATION = r"(?=\s+(?:in|with|for|to|if|during|at|when|while|after|before|under|on|by|as|or not|once|alongside)\b)"
_OK = re.compile(
    rf"\b(?:safe|safely|ok|okay|allowed|contraindicated|contra-indicated|permitted|compatible|all ?right)\b(?:{_END}|{_SITUATION})"
)
_JUDGED = re.compile(
    r"\b(?:possible|needed|necessary|required|justified|indicated|licensed|worth(?:while| it)|useful|appropriate|advisable|advised|"
    r"recommended|harmful|dangerous|effective|acceptable|fine|a problem|together|interaction|reasonable|wise|helpful|beneficial|(?:an )?issue|"
    r"true or false|fact or fiction|friend or foe|myth|reality|yes or no|interact|concern)\s*\?"
)
_DO = (
    r"(?:stop|avoid|continue|hold|withhold|omit|restart|resume|reduce|halve|crush|switch|give|start|bridge|adjust|repeat|refer|admit|treat|"
    r"worry|skip|use|taper|change|increase|split|chew|take|prescribe|vaccinate|scan|check|delay|discontinue|pause|screen)"
)
_DO_IT = re.compile(
    rf"[\w)%](?:[, :;-]+)(?:still |just |can |or )*{_DO}(?: (?:it|both|them|now|dose|or (?:not|\w+)))?\s*\?"
)
_BEGINS = re.compile(
    rf"(?:any|ok|okay|safe|worth|necessary|possible|fine|allowed|still|true that|need(?:s|ed)?(?: to)?)\b(?! (?:\w+ )?(?:{_DO[3:-1]}ing|dose|advice|"
    r"tips|suggestions|ideas|thoughts|recommendations|options|antibiotic))"
)
_STILL = re.compile(r"\b(?:still|really) \w+(?:\s+\w+){0,3}\s*\?|\b(?:or not|yes\?|no\?|right\?|correct\?|true\?)")
_NEED = re.compile(r"[,;:-] ?(?:needs?|any|still|ok|safe)\b")
_UNIT = re.compile(r"(?<![\d.] )(?<![\d.])(?<!\w)(?:mg|mcg|micrograms?|milligrams?|ml|units|iu|mmol|g)(?:/\w+)*\b")
_AMOUNTS = re.compile(r"\d ?[a-z%/]* or \d")
_VALUE = re.compile(rf"{words_of('measured').pattern} ?(?:of |is |=|<|>|around |about )* ?\d")
_DIRECTIVE = re.compile(r"(?:switch|chang|convert|swap|mov)(?:e|ing)? (?:\S+ ){0,3}?(?:from|to)\b")
_JOINED = re.compile(r" ?(?:\b(?:in|with|and|while|during|plus)\b|\+|&) ?\w")
_WITH = re.compile(r"[\w-]+(?: [\w-]+)? (?:with|\+|&) [\w-]+(?: [\w-]+)?")
_SHORT = 5
_POINTING = re.compile(r"\b(?:same|that|those|this|these|it)\b|^(?:in|for|with)\b")
_THINGS = re.compile(
    r"\b(?:\w+(?<![siu])s|people|foods?) (?:(?:that|which|who) (?!is\b|has\b)\w+|causing|to avoid|to be avoided)\b"
)
_TITLE = re.compile(
    r"(?::|--|;|,| -) ?(?:an?|another|yet|still|more|just|room|fact|cause or|time|myth|useful|too|under-?\w+|the (?:new|next|end|\w+er)) [^?]*\?\W*$"
)
_JOINED_UP = re.compile(
    r"\w (?:in|with|and|plus|\+|on|after|before|during|while|despite|without) \w[^?]*\?\s*$|\w \+ \w"
)
_BORNE = frozenset(("pregnancy", "breastfeeding", "renal impairment", "hepatic impairment", "dialysis"))
_TERSE = 14


def kind_of_words(text: str) -> KindOfQuestion | None:
    """The kind of `text` (as `plain` gives it), which begins neither as a question nor as a request; None for no kind."""
    if _MEANING.search(text):
        return K.DEFINITION
    if VERSUS.search(text):
        return K.CHOICE
    if _THINGS.search(text):
        return K.LIST
    if _asks_whether(text):
        return K.YES_NO
    head = _head(text)
    if BETTER.search(text):
        return _best(head)
    if head is not None and head.kind in (K.DOSE, K.LIST, K.CAUSE, K.OTHER):
        return head.kind
    if offered(text) or offered(last_part(text)):
        return K.CHOICE
    if head is not None:
        return head.kind
    if _UNIT.search(text) or _AMOUNTS.search(text):
        return K.DOSE
    if _DIRECTIVE.match(text):
        return K.MANAGEMENT
    return K.YES_NO if _situation(text) else None


def _asks_whether(text: str) -> bool:
    """Whether a judgement is asked for ("ok?", "stop?"), or a title ends so ("X: an overlooked cause of Y?")."""
    if _TITLE.search(text):
        return True
    if any(p.search(text) for p in (_OK, _JUDGED, _DO_IT, _STILL)):
        return True
    return "?" in text and not BETTER.search(text) and bool(_BEGINS.match(text) or _NEED.search(text))


def _best(head: Head | None) -> KindOfQuestion:
    return head.kind if head is not None and head.kind in (K.DOSE, K.CAUSE, K.OTHER) else K.CHOICE


def _head(text: str) -> Head | None:
    """What is asked for: the last head before the first preposition, else of the last part, else the first one."""
    leaning = LEANING.search(text)
    before = [head for head in heads(text) if leaning is None or head.start < leaning.start()]
    if before:
        return before[-1]
    after = heads(last_part(text)) or heads(text)
    return after[0] if after else None


def _situation(text: str) -> bool:
    """Whether `text` is a drug, or another thing that is done, and what may forbid it, with a question mark or a word
    that joins them."""
    if len(text.split()) > _TERSE or _POINTING.search(text):
        return False
    drugs = [(m.start, m.end) for m in lexicon.drugs_in(text)] or [m.span() for m in words_of("option").finditer(text)]
    if not drugs:
        return bool(_JOINED_UP.search(text) or (text.endswith("?") and _VALUE.search(text))) or (
            len(text.split()) <= _SHORT and bool(_WITH.fullmatch(text))
        )
    start, end = drugs[0]
    rest = text[:start] + text[end:]
    if text.endswith("?"):
        return bool(re.search(r"\w{2}", rest))
    return _JOINED.match(text, end) is not None or any(m.concept in _BORNE for m in lexicon.find(rest, "population"))
