"""Which language a text is in: many languages, English in many dresses, texts that tell nothing."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.language.identification import SAMPLE_CHARS, UNKNOWN, Guess, identify, language_name

FOREIGN = {
    "de": "Die Außenminister der beiden Länder haben sich am Dienstag in Genf getroffen und über den Abzug der Truppen gesprochen.",
    "fr": "Les ministres des deux pays se sont rencontrés mardi à Genève et ont accepté de retirer les troupes de la frontière.",
    "es": "Los ministros de los dos países se reunieron el martes en Ginebra y acordaron que las tropas saldrán de la frontera.",
    "pt": "Os ministros dos dois países encontraram-se na terça-feira em Genebra e disseram que não há acordo sobre as tropas.",
    "it": "I ministri dei due Paesi si sono incontrati martedì a Ginevra e hanno detto che le truppe non sono più al confine.",
    "nl": "De ministers van de twee landen hebben elkaar dinsdag in Genève ontmoet en zijn het eens over het vertrek van de troepen.",
    "sv": "Ministrarna från de två länderna träffades i Genève och sade att de ska dra tillbaka sina trupper från gränsen till havet.",
    "fi": "Ministerit sanoivat, että joukot ovat jo lähteneet rajalta mutta että sopimus ei ole vielä valmis ja se on vain alku.",
    "et": "Ministrid ütlesid, et väed on juba piirilt lahkunud, aga leping ei ole veel valmis ja see oli nende sõnul vaid algus.",
    "pl": "Ministrowie spotkali się we wtorek w Genewie i powiedzieli, że nie ma jeszcze zgody na wycofanie wojsk z granicy do grudnia.",
    "cs": "Ministři se v úterý sešli v Ženevě a uvedli, že ještě není dohoda, podle které by se vojska stáhla od hranice do prosince.",
    "sk": "Ministri sa v utorok stretli v Ženeve a uviedli, že ešte nie je dohoda, podľa ktorej by sa vojská stiahli od hranice.",
    "sl": "Ministra sta se v torek sestala v Ženevi in povedala, da še ni dogovora, po katerem bi se vojska umaknila z meje do decembra.",
    "hu": "A miniszterek kedden Genfben találkoztak, és azt mondták, hogy még nincs megállapodás arról, hogy mikor lesz béke.",
    "ro": "Miniștrii s-au întâlnit marți la Geneva și au spus că nu este încă un acord pentru retragerea trupelor de la frontieră.",
    "tr": "İki ülkenin bakanları salı günü Cenevre'de bir araya geldi ve askerlerin çekilmesi için yeni bir anlaşma olduğunu söyledi.",
    "az": "İki ölkənin nazirləri çərşənbə axşamı Cenevrədə görüşüb və bu barədə yeni razılaşma olacaq, lakin qoşunlar hələ də sərhəddədir.",
    "sq": "Ministrat e të dy vendeve u takuan të martën në Gjenevë dhe thanë se nuk ka ende një marrëveshje për tërheqjen e trupave.",
    "hr": "Ministri su se u utorak sastali u Ženevi i rekli da još nije postignut dogovor o tome kako će se vojska povući sa granice.",
    "id": "Para menteri dari kedua negara itu bertemu di Jenewa dan mengatakan bahwa pasukan akan ditarik dari perbatasan pada tahun ini.",
    "vi": "Hai bộ trưởng đã gặp nhau tại Geneva và cho biết các nước sẽ rút quân khỏi biên giới trong năm nay, nhưng không có ngày.",
    "ru": "Министры двух стран встретились во вторник в Женеве и заявили, что войска будут выведены с границы до конца года.",
    "uk": "Міністри двох країн зустрілися у вівторок у Женеві та заявили, що війська будуть виведені з кордону до кінця року.",
    "bg": "Министрите на двете страни се срещнаха във вторник в Женева и заявиха, че войските ще бъдат изтеглени от границата.",
    "sr": "Министри две земље састали су се у уторак у Женеви и рекли да још није постигнут договор који би био за све.",
    "el": "Οι υπουργοί των δύο χωρών συναντήθηκαν την Τρίτη στη Γενεύη και συμφώνησαν να αποσύρουν τα στρατεύματα.",
    "hy": "Երկու երկրների նախարարները երեքշաբթի հանդիպեցին Ժնևում և պայմանավորվեցին դուրս բերել զորքերը սահմանից։",
    "ka": "ორი ქვეყნის მინისტრები სამშაბათს ჟენევაში შეხვდნენ და ჯარების გაყვანაზე შეთანხმდნენ საზღვრიდან.",
    "he": "שרי החוץ של שתי המדינות נפגשו ביום שלישי בז'נבה והסכימו להסיג את הכוחות מן הגבול עד סוף השנה.",
    "ar": "التقى وزيرا البلدين يوم الثلاثاء في جنيف وقال كل منهما إن القوات التي على الحدود لم تنسحب بعد من هذه المنطقة.",
    "fa": "وزیران دو کشور روز سه‌شنبه در ژنو با هم دیدار کردند و گفتند که نیروها باید از مرز خارج شوند و این برای هر دو خوب است.",
    "hi": "दोनों देशों के मंत्री मंगलवार को जिनेवा में मिले और सीमा से सेना हटाने पर सहमत हुए।",
    "zh": "两国外长星期二在日内瓦举行会谈，就从边境撤军达成一致，下一轮会谈将在维也纳举行。",
    "ja": "両国の外相は火曜日にジュネーブで会談し、国境から部隊を撤退させることで合意した。",
    "ko": "두 나라의 외무장관은 화요일 제네바에서 만나 국경에서 군대를 철수하기로 합의했다고 밝혔다.",
}
NORDIC = {
    "no": "Ministrene fra de to landene møttes i Genève etter at de hadde snakket om å trekke troppene ut av området mellom landene.",
    "da": "Ministrene fra de to lande mødtes i Genève, efter at de havde talt om at trække tropperne ud af området mellem landene.",
}
ENGLISH = {
    "foreign names": "Ľudovít Štúr of Slovakia met José de la Cruz and Søren Ødegård in Łódź, and they said that Győr would host it.",
    "capitals": "THE FOREIGN MINISTERS OF BOTH STATES MET IN GENEVA ON TUESDAY AND AGREED TO WITHDRAW THEIR TROOPS FROM THE BORDER.",
    "a tweet": "RT @mfa_talks: Our minister has met her counterpart in #Geneva. They agreed on it, and will sign! https://example.org/a/de/la",
    "a quotation": 'The envoy said "la paz es posible" and left, but the mediators told us that there would be another round on Friday.',
    "a name in its script": "President Հայկ Սարգսյան (Hayk Sargsyan) told the parliament that the talks would go on in the spring.",
    "a transcript": "QUESTION: Will you be at the next round? MINISTER: I will. It is up to their side. QUESTION: When is it?",
}
TELLS_NOTHING = {
    "empty": "",
    "numbers": "14 | 2.5 | 2024-05-03 | 17 %",
    "a table of states": "Armenia 3\nTurkey 4\nSpain 8\nGermany 7\nMexico 12\nBrazil 1\nNorway 6\nJapan 2\nChile 9\nKenya 5",
    "names": "Juan de la Cruz, Maria del Carmen, Rio de Janeiro",
    "three words": "Der Minister sagte",
}


@pytest.mark.parametrize("language", sorted(FOREIGN | NORDIC))
def test_a_sentence_in_another_language_is_foreign_and_its_language_is_known(language: str) -> None:
    guess = identify((FOREIGN | NORDIC)[language])
    assert guess.language == language
    assert guess.is_foreign
    assert guess.confidence >= (0.5 if language in NORDIC else 0.75)


@pytest.mark.parametrize("language", sorted(FOREIGN))
def test_a_whole_report_in_another_language_is_told_with_confidence(language: str) -> None:
    assert identify(" ".join([FOREIGN[language]] * 6)).confidence >= 0.95


@pytest.mark.parametrize("dress", sorted(ENGLISH))
def test_english_stays_english_whatever_it_is_dressed_in(dress: str) -> None:
    guess = identify(ENGLISH[dress])
    assert guess.language == "en"
    assert guess.confidence >= 0.9
    assert not guess.is_foreign


@pytest.mark.parametrize("kind", sorted(TELLS_NOTHING))
def test_what_tells_nothing_is_no_reason_to_leave_a_text_unread(kind: str) -> None:
    guess = identify(TELLS_NOTHING[kind])
    assert guess.confidence < 0.5
    assert not guess.is_foreign


def test_a_text_half_in_english_is_read() -> None:
    assert not identify(f"{FOREIGN['de']} {ENGLISH['capitals']}").is_foreign
    assert not identify(f"{FOREIGN['ru']} {ENGLISH['capitals']}").is_foreign


def test_a_script_without_a_known_language_is_foreign_and_has_no_name() -> None:
    guess = identify("ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ " * 20)
    assert guess.language == UNKNOWN
    assert guess.is_foreign
    assert language_name(guess.language) == "an unknown language"


def test_the_end_of_a_long_text_counts_as_its_beginning_does() -> None:
    english, german = ENGLISH["capitals"] + " ", FOREIGN["de"] + " "
    n = 2 * SAMPLE_CHARS // len(english)
    assert identify(english * n + german).language == "en"
    assert identify(german + english * 2 * n).language == "en"
    assert identify(english + german * 6 * n).language == "de"


def test_every_row_of_the_table_has_its_columns_and_words_in_lower_case() -> None:
    table = files("communique.language").joinpath("data", "function_words.psv").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")] for line in table.splitlines() if not line.startswith("#")]
    assert {len(row) for row in rows} == {5}
    assert len({row[0] for row in rows}) == len(rows)
    assert all(language_name(code) == name for code, name, *_ in rows)
    assert [row[0] for row in rows if any(word != word.lower() for word in row[4].split())] == []


@given(st.text() | st.text(alphabet="aeiou deluntk я和ع\n", max_size=400))
def test_any_text_gives_one_guess_in_range(text: str) -> None:
    guess = identify(text)
    assert guess == identify(text)
    assert 0 <= guess.confidence <= 1
    assert 0 <= guess.english <= 1


@given(st.lists(st.sampled_from(ENGLISH["capitals"].lower().split()), max_size=3))
def test_under_four_words_nothing_is_sure(words: list[str]) -> None:
    guess: Guess = identify(" ".join(words))
    assert guess.confidence < 0.4
    assert not guess.is_foreign
