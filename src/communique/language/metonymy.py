"""Whether a capital or a house of government acts for its state or is only a place: "Lima objected" against "met in Lima".

In: a `Forest` and the token of the name. Out: yes or no, from the grammar alone: the subject of saying, deciding and wanting acts; so do
partners in talks and ties, addressees, agents and owners of decisions; whatever stands behind "in" or "at", flights and roads lead to is
a place. Unclear cases are places, because an invented party costs more than a missing one.
"""

from __future__ import annotations

from communique.language.forest import Forest
from communique.language.lexicon import word_set

ACTING_VERBS = word_set(
    "say tell state announce declare claim insist argue maintain deny confirm add warn note stress reiterate repeat report respond",
    "reply react comment signal hint indicate suggest agree accept reject refuse decline rebuff rule dismiss oppose object protest",
    "condemn denounce criticise criticize slam blast blame accuse welcome praise hail applaud support back endorse favour favor urge",
    "demand ask request call appeal press push pressure want seek hope wish expect prefer intend plan aim consider regard regret view see",
    "deem fear believe think know understand doubt suspect recognise recognize acknowledge admit concede offer propose promise pledge",
    "vow commit undertake guarantee assure decide resolve choose opt vote approve adopt ratify sign initial conclude negotiate",
    "bargain mediate broker discuss cooperate coordinate consult engage join withdraw pull leave quit suspend halt freeze stop end",
    "cancel postpone delay cut sever break restore resume reopen open close shut lift impose introduce ease tighten ban block veto",
    "bar allow permit authorise authorize grant give provide supply send dispatch deploy deliver arm fund finance invade attack annex",
    "occupy threaten retaliate annul recall expel summon appoint name nominate designate invite release free hand return swap",
    "exchange extradite violate breach honour honor respect implement fulfil fulfill comply abide stall drag fail manage try attempt",
    "need keep hold begin start continue launch prepare warm normalise normalize improve deepen strengthen mend patch review examine",
    "study assess weigh mull explore use make take lose gain win cede yield relent stand waver hesitate walk turn move act work deal",
    "speak play face get lay cast point characterise characterize describe label brand treat wait challenge complain lodge file sue",
    "appear seem purchase buy sell pay owe exert wield control abandon scrap shelve drop renounce revoke rescind",
)
"""Lemmas of verbs whose subject decides, says or wants."""
ACTING_ADJECTIVES = word_set(
    "ready willing unwilling keen prepared reluctant committed eager open opposed determined interested cautious wary sceptical",
    "skeptical adamant concerned worried confident hopeful optimistic angry furious firm responsible obliged bound able unable",
    "isolated supportive hostile insistent silent due set likely unlikely dissatisfied disappointed content happy ally partner",
    "mediator guarantor party",
)
ADDRESSING_VERBS = word_set(
    "urge tell ask accuse warn press blame criticise criticize condemn thank inform notify assure invite call persuade convince",
    "pressure force allow enable push encourage demand summon challenge sue support back help arm provoke anger irritate alarm",
    "isolate approach consult engage oblige commit bind sanction remind advise offend punish reward trust",
)
"""Verbs whose object is spoken to or acted on as a government."""
DEALINGS = word_set(
    "talk talks negotiation dialogue tie relation relationship agreement deal accord pact treaty link contact cooperation",
    "coordination rapprochement normalisation normalization tension conflict dispute war peace truce ceasefire rift row feud spat",
    "standoff stand-off mistrust trust trade rivalry alliance partnership consultation discussion meeting negotiator channel channels",
    "understanding exchange confrontation friction diplomacy process crisis hostility dealing memorandum protocol mediation",
    "competition détente detente reconciliation compromise border difference disagreement",
)
"""Nouns whose partners, behind "between" and "with", are parties."""
OWNED = word_set(
    "decision position stance proposal offer demand refusal rejection response reply reaction statement announcement claim accusation",
    "allegation policy approach government envoy ambassador representative diplomat delegation negotiator minister ministry official",
    "leadership ally rival neighbour neighbor control influence side interest concern objection opposition support consent approval",
    "permission pledge promise commitment obligation intention willingness readiness insistence recognition request condition term",
    "foreign force army troop military intelligence embassy role effort plan hope move view aim goal sovereignty aggression ambition",
    "attempt desire threat warning pressure counterpart reluctance invitation withdrawal backing rule grip orbit",
)
"""Nouns whose possessor is a government."""
TRANSPORT = word_set(
    "flight road railway rail train line highway route bus motorway travel trip journey ferry pipeline distance way corridor air",
    "service connection shuttle visit stop traffic embassy consulate street",
)
LOCATIVE = word_set(
    "in at near outside inside around across through into via beyond above below off within throughout past toward towards onto over",
)
PARTIES_BEHIND: dict[str, frozenset[str]] = {
    "against": word_set("sanction pressure embargo war campaign accusation complaint case charge protest tariff blockade claim"),
    "on": word_set("sanction pressure embargo tariff rely depend impose press dependent reliance dependence call blame"),
    "to": word_set(
        "message letter offer proposal ultimatum warning concession aid loan support assurance guarantee tie link threat note reply",
        "response appeal ally close loyal ambassador envoy weapon arm sale blow help assistance debt obligation answer propose say",
        "pledge promise signal belong",
    ),
    "from": word_set(
        "response reply pressure support approval reaction statement message answer criticism guarantee assurance aid backing",
        "concession proposal demand independence threat protest objection condemnation permission word signal comment recognition",
        "request offer note loan break secede separate want seek receive get expect win secure hear",
    ),
    "of": word_set("support backing behalf government control ally approval consent demand position critic hand accuse"),
    "for": word_set("victory setback win blow test support speak concession proxy guarantee"),
}
"""For a preposition the nouns, verbs and adjectives behind which it names a party."""
PARTNER_VERBS = word_set("meet talk ally align side")
VIOLENT = word_set("fire launch")
SUFFIXES = word_set("backed brokered led mediated sponsored aligned allied funded proposed")
"""Second parts of "Doha-brokered"."""


def acts(forest: Forest, i: int, *, is_house: bool = False) -> bool:
    """Tell whether the name at token `i`, a capital or a house, stands for its government there. `i` is the head token of the name.

    A house (`is_house`) acts wherever it is a subject: it is named for nothing else.
    """
    case = forest.case(i)
    if _is_hyphenated_agent(forest, i):
        return True
    if case in LOCATIVE or _is_behind(forest, i, LOCATIVE):
        return False
    if is_house and forest.bases[i] == "nsubj":
        return True
    if forest.bases[i] == "conj" and not case:
        lead = forest.lead(i)
        return _acts_alone(forest, lead, forest.case(lead)) if lead != i else False
    return _acts_alone(forest, i, case)


def _acts_alone(forest: Forest, i: int, case: str) -> bool:
    head, base = forest.head[i], forest.bases[i]
    if head < 0:
        return False
    if base == "nsubj":
        return (forest.rels[i] != "nsubj:pass" and _is_acting(forest, head)) or (
            forest.rels[i] == "nsubj:pass" and _is_addressed(forest, head)
        )
    lemma = forest.lemmas[head]
    if forest.rels[i] == "nmod:poss":
        return lemma in OWNED or _dealing(forest, head)
    if base in {"obj", "iobj"}:
        return _is_addressed(forest, head)
    if base in {"obl", "nmod"}:
        return _acts_behind(forest, head, case)
    return False


def _is_acting(forest: Forest, predicate: int) -> bool:
    """Tell whether the subject of a predicate acts; of "is set to close" the infinitive decides."""
    lemma = forest.lemmas[predicate]
    if lemma in ACTING_VERBS and forest.upos[predicate] in {"VERB", "AUX", "NOUN", "ADJ"}:
        return True
    if lemma in ACTING_ADJECTIVES:
        return True
    return any(forest.lemmas[k] in ACTING_VERBS for k in forest.children(predicate, "xcomp", "ccomp"))


def _is_addressed(forest: Forest, predicate: int) -> bool:
    return forest.lemmas[predicate] in ADDRESSING_VERBS


def _dealing(forest: Forest, i: int) -> bool:
    return forest.lemmas[i] in DEALINGS or forest.words[i] in DEALINGS


def _acts_behind(forest: Forest, head: int, case: str) -> bool:
    lemma, is_verb = forest.lemmas[head], forest.upos[head] == "VERB"
    if case in {"between", "with"}:
        if lemma in TRANSPORT or forest.words[head] in TRANSPORT:
            return False
        return _dealing(forest, head) or (is_verb and (lemma in ACTING_VERBS or lemma in PARTNER_VERBS))
    if case in {"by", "according to"}:
        return is_verb or case == "according to"
    if case == "against" and is_verb:
        return lemma not in VIOLENT
    return lemma in PARTIES_BEHIND.get(case, frozenset())


def _is_behind(forest: Forest, i: int, prepositions: frozenset[str]) -> bool:
    """Tell whether the word before the name is one of the prepositions, whatever the tree says."""
    k = i - 1
    while k >= 0 and forest.sentence[k] == forest.sentence[i] and forest.upos[k] in {"DET", "PROPN"} and forest.head[k] == i:
        k -= 1
    return k >= 0 and forest.sentence[k] == forest.sentence[i] and forest.upos[k] == "ADP" and forest.words[k] in prepositions


def _is_hyphenated_agent(forest: Forest, i: int) -> bool:
    """Tell whether the name is the first part of "Doha-brokered"."""
    return (
        i + 2 < len(forest)
        and forest.words[i + 1] in {"-", "–"}
        and forest.tokens[i].end == forest.tokens[i + 1].start
        and forest.words[i + 2] in SUFFIXES
    )
