"""Another language is noticed and named; English, however odd, is never refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.nlp.language_id import LEAST_LETTERS, SAMPLE, detect, foreign_parts

OTHER_LANGUAGES = {
    "de": (
        "German",
        "Der Stadtrat von Kassel hat am Dienstagabend beschlossen, den alten Bahnhof für elf Millionen Euro umzubauen. "
        "Nach Angaben der Verwaltung sollen die Arbeiten im Frühjahr beginnen.",
    ),
    "fr": (
        "French",
        "Le conseil municipal de Limoges a voté mardi soir la rénovation de l'ancienne gare pour onze millions "
        "d'euros. Selon la mairie, les travaux doivent commencer au printemps.",
    ),
    "es": (
        "Spanish",
        "El ayuntamiento de Zamora aprobó el martes por la noche la reforma de la antigua estación por once millones "
        "de euros. Según el consistorio, las obras empezarán en primavera.",
    ),
    "pt": (
        "Portuguese",
        "A câmara municipal de Braga aprovou na terça-feira à noite a remodelação da antiga estação por onze milhões "
        "de euros. Segundo a autarquia, as obras não começam antes da primavera.",
    ),
    "it": (
        "Italian",
        "Il consiglio comunale di Perugia ha approvato martedì sera la ristrutturazione della vecchia stazione per "
        "undici milioni di euro. Secondo il comune i lavori cominceranno in primavera.",
    ),
    "nl": (
        "Dutch",
        "De gemeenteraad van Zwolle heeft dinsdagavond besloten het oude station voor elf miljoen euro te verbouwen. "
        "Volgens de gemeente beginnen de werkzaamheden in het voorjaar.",
    ),
    "pl": (
        "Polish",
        "Rada miasta Lublina zdecydowała we wtorek wieczorem o przebudowie starego dworca za jedenaście milionów "
        "złotych. Według urzędu prace zaczną się wiosną.",
    ),
    "ru": (
        "Russian",
        "Городской совет Твери во вторник вечером решил перестроить старый вокзал за одиннадцать миллионов рублей. "
        "По данным администрации, работы начнутся весной.",
    ),
    "uk": (
        "Ukrainian",
        "Міська рада Полтави у вівторок увечері вирішила перебудувати старий вокзал за одинадцять мільйонів гривень. "
        "За даними адміністрації, роботи почнуться навесні.",
    ),
    "ar": (
        "Arabic",
        "قرر المجلس البلدي مساء الثلاثاء تجديد محطة القطار القديمة بتكلفة أحد عشر مليون دينار. وقالت الإدارة "
        "إن الأعمال ستبدأ في الربيع وتستمر نحو عامين.",
    ),
    "hi": (
        "Hindi",
        "नगर परिषद ने मंगलवार शाम को पुराने रेलवे स्टेशन को ग्यारह करोड़ रुपये में फिर से बनाने का फैसला किया। "
        "प्रशासन के अनुसार काम वसंत में शुरू होगा और लगभग दो साल चलेगा।",
    ),
    "zh": ("Chinese", "市议会星期二晚上决定以一千一百万元改建旧火车站。市政府表示，工程将于春天开始，持续大约两年。"),
    "ja": (
        "Japanese",
        "市議会は火曜日の夜、古い駅を十一億円で改築することを決めた。市によると、工事は春に始まる見込みだ。",
    ),
    "ko": ("Korean", "시의회는 화요일 저녁 옛 기차역을 백십억 원에 개조하기로 결정했다. 공사는 봄에 시작될 예정이다."),
    "tr": (
        "Turkish",
        "Belediye meclisi salı akşamı eski tren garının on bir milyon liraya yenilenmesine karar verdi. "
        "Belediyeye göre çalışmalar ilkbaharda başlayacak.",
    ),
    "sv": (
        "Swedish",
        "Kommunfullmäktige i Örebro beslutade på tisdagskvällen att bygga om den gamla stationen för elva miljoner "
        "kronor. Enligt kommunen börjar arbetet i vår.",
    ),
    "id": (
        "Indonesian",
        "Dewan kota Malang pada Selasa malam memutuskan untuk merenovasi stasiun lama dengan biaya sebelas miliar "
        "rupiah. Menurut pemerintah kota, pekerjaan akan dimulai pada musim semi.",
    ),
}  # fmt: skip

ENGLISH = {
    "many foreign names": "Nguyen Van Thanh, Aleksandr Kuznetsov, Mohammed al-Rashid and Francesca di Giovanni met "
    "Jean-Baptiste Lefèvre in Ouagadougou.",
    "foreign clubs": "Paris Saint-Germain beat Real Sociedad 2-0 at the Parc des Princes and Bayern München lost.",
    "foreign papers": "Al Jazeera, Le Monde, Der Spiegel and El País reported the leak.",
    "capitals": "COUNCIL SAYS FORTY HOMES LOST POWER AFTER STORM HIT THE NORTH COAST ON FRIDAY NIGHT",
    "no punctuation": "the mayor said on monday that the bridge is shut and nobody knows when it will open again he "
    "asked people to stay at home",
    "numbers only": "2,014 5.6% 33 1,204 99 2015 12 €14m 7.5%",
    "a French quotation": "The minister told reporters « nous ne cèderons pas » and left the room without taking any "
    "questions from them.",
    "a German quotation": "“Wir schaffen das”, she said in 2015, and the words have followed her through every "
    "campaign since then.",
    "a long Spanish quotation": "“No vamos a pagar la deuda de los bancos con el dinero de las escuelas”, the "
    "mayor told the crowd that had come to the square, and they cheered.",
    "Scottish": "The wee bairns at the school in Inverness didnae get their lunch, their heidteacher said, as "
    "the boiler was broken the noo.",
    "Indian": "The chief minister said Rs 3 crore had been sanctioned for the panchayat and the tehsildar "
    "would look into the matter, he added.",
    "Singaporean": "Ms Ng Siew Ling of Bukit Panjang said lah, the hawker centre damn crowded one.",
    "typos": "Teh goverment has anounced taht it wil spned more mony on scools next yaer, a spokseman sayd.",
    "a German chancellor": "Bundeskanzler Olaf Scholz's SPD lost seats in Nordrhein-Westfalen, Hessen and "
    "Sachsen-Anhalt.",
    "a caption": "Photo: Reuters",
    "one word": "BREAKING",
    "a dateline": "Sao Paulo",
    "a score": "Borussia Dortmund 3, Bayern München 1",
    "empty": "",
    "control characters": "\x00\x01\x02\ufeff\u202e",
    "a broken surrogate": "The \ud800 mayor said that the bridge is shut and nobody knows when it will open.",
}

NEWS = "Dundee council decided on Tuesday to rebuild the old station. The work will begin in spring and take two years."


@pytest.mark.parametrize("code", OTHER_LANGUAGES)
def test_a_paragraph_in_another_language_is_named(code: str) -> None:
    name, text = OTHER_LANGUAGES[code]
    language = detect(text)
    assert (language.code, language.name, language.sure) == (code, name, True)
    assert 0.75 <= language.share <= 1


@pytest.mark.parametrize("what", ENGLISH)
def test_english_is_never_refused(what: str) -> None:
    assert detect(ENGLISH[what]).code == "en"


def test_plain_english_is_sure() -> None:
    language = detect(NEWS)
    assert (language.code, language.name, language.sure) == ("en", "English", True)


def test_capitals_do_not_hide_another_language() -> None:
    assert detect(OTHER_LANGUAGES["de"][1].upper()).code == "de"


def test_too_few_letters_are_unsure_english() -> None:
    language = detect("Mehr Geld für Schulen")
    assert (language.code, language.sure) == ("en", False)


@pytest.mark.parametrize(
    ("text", "expected", "code"),
    [
        ("Mehr Geld für Schulen", "de-AT", "de"),
        ("Mehr Geld für Schulen", "", "en"),
        ("Mehr Geld für Schulen", None, "en"),
        (NEWS, "de", "en"),
        (OTHER_LANGUAGES["fr"][1], "de", "fr"),
    ],
)
def test_the_language_that_is_expected_counts_where_the_text_leaves_it_open(
    text: str, expected: str | None, code: str
) -> None:
    assert detect(text, expected).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Горсовет решил перестроить вокзал", "ru"),
        ("市议会决定改建旧火车站", "zh"),
        ("시의회, 옛 기차역 개조 결정", "ko"),
    ],
)
def test_a_short_heading_in_another_script_is_named(text: str, code: str) -> None:
    assert detect(text).code == code


def test_addresses_and_numbers_do_not_count() -> None:
    assert (
        detect(
            "https://www.example.org/der/alte/bahnhof/von/kassel/wird/umgebaut 12.000 redaktion@beispiel.example"
        ).sure
        is False
    )


def test_paragraphs_in_other_languages_are_passed_over_with_their_language() -> None:
    parts = foreign_parts(
        [NEWS, OTHER_LANGUAGES["fr"][1], "Kyiv, Ukraine", "Mehr Geld für Schulen", NEWS, OTHER_LANGUAGES["ru"][1]]
    )
    assert [(part.number, part.reason) for part in parts] == [(1, "in French"), (5, "in Russian")]


def test_an_english_article_with_one_paragraph_in_another_language_stays_english() -> None:
    assert detect("\n\n".join([NEWS, OTHER_LANGUAGES["fr"][1], NEWS, NEWS])).code == "en"


def test_an_article_in_another_language_stays_so_with_an_english_quotation() -> None:
    text = "\n\n".join(
        [OTHER_LANGUAGES["de"][1]] * 4 + ["„We will rebuild it“, sagte die Sprecherin der Stadt am Abend."]
    )
    assert detect(text).code == "de"


def test_a_long_text_is_judged_by_its_start_middle_and_end() -> None:
    text = (OTHER_LANGUAGES["pl"][1] + " ") * 6_000
    assert len(text) > 200 * SAMPLE
    assert detect(text).code == "pl"


@given(st.text(max_size=LEAST_LETTERS - 1, alphabet=st.characters(max_codepoint=0x24F)))
@settings(max_examples=60, deadline=None)
def test_short_texts_are_unsure_english(text: str) -> None:
    assert detect(text).code == "en"


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_has_a_language_with_a_share(text: str) -> None:
    language = detect(text)
    assert language.name
    assert 0 <= language.share <= 1
    assert language.sure or language.code == "en"
