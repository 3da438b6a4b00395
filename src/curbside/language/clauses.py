"""Whether a run of words is a clause, told by its words alone: no tagger is asked, so that it costs nothing.

A word is a verb where a closed list has it, by its ending, or where an article or possessive follows a word that is
neither preposition nor conjunction ("raises the rate", "trust your doctor"): of all parts of speech only these three
stand there in English. A word in -s before another word is taken for one too: plurals seldom stand before a
noun.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_VERB: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|am|has|have|had|do|does|did|may|might|can|could|should|must|will|would|shall|cannot"
    r"|\w+n['’]t|\w{2,}(?:ed|ing|ise|ize|ises|izes|ify|ifies)|gives?|given|gave|takes?|taken|took|avoid|begins?|began|start|stop"
    r"|consider|refer|asks?|tells?|told|keeps?|kept|makes?|made|gets?|got|sees?|seen|saw|goes|go|gone|went|includes?|causes"
    r"|affects?|occurs?|leads|results in|shows"
    r"|shown|appears?|seems?|remains?|means|helps|needs|requires?|becomes?|became"
    r"|develops?|happens?|depends?|var(?:y|ies)|differs?|suggests?|improves?|decreases|increases|reduces?|prevents?"
    r"|produces?|provides?|contains?|consists?|involves?|carr(?:y|ies)|plays|works|comes?|came|grows?|grew|runs|ran|lies?"
    r"|exists?|tends?|knows?|known|knew|finds?|found|thinks?|thought|believes?|says?|said|supports|indicates?"
    r"|represents?|correlates?|predicts?|enables?|allows?|offers?|stands?|stood|holds?|held|meets?|met|feels?|felt"
    r"|loses?|lost|leaves?|left|rises?|rose|risen|falls?|fell|dies?|lives?|follows?|appl(?:y|ies)|blocks|kills?|binds?"
    r"|bound|acts|inhibits?|encodes?|regulates?|lacks|inherits?|pass(?:es)?|looks|experiences?|presents|lasts?"
    r"|begun|fails?|persists?|worsens?|infects?|raises?|lowers?|eats?|drinks?|sleeps?|breathes?|bleeds?|swells?|hurts?"
    r"|spreads?|breaks?|broke|broken|brings?|brought|builds?|built|buy|calls?|choose|chose|chosen|clears?|closes?"
    r"|contributes?|cures?|damages|delays|destroys?|drops|explains?|forms|heals?|hears?|improve|injects?|learns?"
    r"|let|limits|maintains?|matters|measure|monitor|moves?|outweighs?|owes?|protects?|puts?|reaches|receives?"
    r"|recommends?|relieves?|removes?|returns|send|sent|sets|share|shrinks?|speaks?|spoke|strikes?|struck|suffers?|talk"
    r"|teach|taught|touch|tolerates?|transmits?|treats|underg(?:o|oes|one)|underwent|understood|urinates?|wait|wears?"
    r"|weighs?|withdraw|withdrew|writes?|written|wrote)\b",
    re.IGNORECASE,
)
_BEFORE_AN_ARTICLE: Final = re.compile(
    r"\b(?!(?:about|above|across|after|against|along|although|among|amongst|around|because|before|behind|below|beneath"
    r"|beside|besides|between|beyond|both|concerning|despite|down|during|except|following|from|half|inside|into|like"
    r"|near|onto|only|outside|over|plus|regarding|since|such|than|that|through|throughout|toward|towards|twice|under"
    r"|unless|unlike|until|unto|upon|versus|what|when|where|whereas|whether|which|while|whose|with|within|without"
    r"|then|even|just|once|quite|rather|also|here|there|else|many)\b)"
    r"[a-z]{4,} (?:the|an?|your|his|her|their|its|our|my|this|these|those|people)\b",
    re.IGNORECASE,
)
_DONE_BY_ONE: Final = re.compile(
    r"\b[a-z]{3,}[^sui\W]s (?!(?:of|in|and|or|for|to|with|from|at|on|by|as|than|within|during|after|before|without)\b)"
    r"[a-z]{3,}"
)
_DONE_BY_SEVERAL: Final = re.compile(
    r"\b[a-z]{3,}s [a-z]+ly [a-z]{3,} (?:[a-z]+|\d)|\b(?:organs|people|doctors|patients|women|men|children|we|they|you)"
    r" [a-z]{3,} (?:[a-z]{3,}s|to|on|in|for|with)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=16_384)
def has_verb(text: str) -> bool:
    """Whether there is a verb in it, as far as words can tell; in doubt there is."""
    return any(rule.search(text) for rule in (_VERB, _BEFORE_AN_ARTICLE, _DONE_BY_ONE, _DONE_BY_SEVERAL))
