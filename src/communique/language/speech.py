"""The words by which English says that somebody said something.

In: nothing. Out: closed lists of lemmas that quotations and coreference share. A verb of saying takes a clause or a quotation; a verb of
taking position takes a quoted piece ("called the plan “a trap”"). What only media, polls or machines do is in neither.
"""

from __future__ import annotations

from communique.language.lexicon import word_set

SAYING = word_set(
    "say tell state confirm claim report add warn announce note stress explain insist declare argue acknowledge admit allege assert",
    "comment concede conclude contend deny disclose emphasise emphasize maintain mention observe reiterate remark repeat reply",
    "respond reveal tweet underline underscore write affirm caution hint indicate quip counter clarify assure inform complain predict",
    "recall testify attest proclaim profess vow pledge promise threaten boast joke lament point suggest continue post rejoin",
    "interject exclaim whisper shout opine elaborate guess reaffirm signal brief advise notify read stipulate specify recount relate",
    "retort",
)
"""Verbs that take what was said as a clause ("said that"), or as a quotation."""
CLAUSE_ONLY = word_set(
    "point recall signal hint predict inform notify assure threaten promise vow pledge conclude disclose",
)
"""Of these only a finite clause counts, no infinitive and no bare quotation of a word."""
NEEDS_QUOTE = word_set(
    "continue tweet post rejoin interject exclaim whisper shout elaborate read guess comment brief joke relate recount advise counter",
    "opine boast lament complain quip retort",
)  # fmt: skip
"""Verbs that are speech beside a quotation, and only sometimes otherwise."""
ASKING = frozenset({"ask", "inquire", "enquire", "wonder", "demand", "urge", "question"})
THINKING = word_set(
    "believe think feel hope expect fear know consider suspect understand estimate find agree doubt realize realise assume imagine",
    "see",
)
POSITION = word_set(
    "call describe label brand denounce condemn criticise criticize hail praise welcome slam blast dismiss accuse decry characterise",
    "characterize cite quote express urge demand agree reaffirm reiterate promise pledge vow refer speak reject voice warn advocate",
    "appeal commit stress underline underscore emphasise emphasize deem term dub lambast applaud laud commend blame rebuke deplore",
    "champion propose offer ask refuse insist reconfirm deride liken regard tout object threaten caution lament oppose support back",
    "thank assure honour honor mock",
)
"""Verbs whose quoted object or complement is a piece of the subject's own words."""
DOCUMENTS = word_set(
    "statement communique communiqué declaration readout read-out report letter tweet post message release text document note",
    "resolution memo transcript memorandum announcement speech interview dispatch bulletin remark comment",
)
"""Nouns that say something in the name of whoever issued them."""
COLLECTIVES = word_set(
    "official spokesperson spokesman spokeswoman ministry government authority diplomat negotiator source officer military army",
    "leader",
)
PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
FEMININE = frozenset({"she", "her", "hers", "herself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
NEUTER = frozenset({"it", "its", "itself"})
