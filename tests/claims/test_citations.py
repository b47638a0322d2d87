"""Citations of treaties, laws, resolutions, judgments and statements, and what is none."""

from __future__ import annotations

import pytest

from muniment.claims.citations import find_citations
from muniment.claims.language import load_language
from muniment.claims.model import Citation
from muniment.claims.sentences import split_sentences
from tests.claims.test_dates import document_of


def citations_of(text: str) -> list[Citation]:
    document = document_of(text)
    language = load_language("en")
    return find_citations(document, split_sentences(document, language), language)


def quotes_of(text: str) -> list[str]:
    return [claim.passage.quote for claim in citations_of(text)]


NAMED = [
    # provisions of what was cited before, documents of the Committee of Ministers
    (
        "The Ostrel Convention binds both. Its article 8 (2) is clear, and so is its report.",
        ["Ostrel Convention", "Its article 8 (2)"],
    ),
    ("The paper and its article 8 were lost.", []),
    (
        "They cite Recommendation CM/Rec(2009)4 and Resolution CM/ResDH(2018)77.",
        ["Recommendation CM/Rec(2009)4", "Resolution CM/ResDH(2018)77"],
    ),
    (
        "It adopted the Convention on the Rights of the Child by resolution 44/25 of May 1990.",
        ["Convention on the Rights of the Child", "resolution 44/25 of May 1990"],
    ),
    ("The flood plan follows the Sendai Framework.", ["Sendai Framework"]),
    # treaties by title, short name, year
    ("Orlavia breached the 1989 Basel Convention.", ["1989 Basel Convention"]),
    (
        "Verda is bound by the Fourth Geneva Convention of 1949.",
        ["Fourth Geneva Convention of 1949"],
    ),
    (
        "Both ratified the Convention on the Rights of the Child in May.",
        ["Convention on the Rights of the Child"],
    ),
    (
        "It breached the Convention on the Rights of the Child and the Convention against Torture.",
        ["Convention on the Rights of the Child", "Convention against Torture"],
    ),
    (
        "the Convention on Access to Information, Public Participation in Decision-Making and"
        " Access to Justice in Environmental Matters of 25 June 1998",
        [
            "Convention on Access to Information, Public Participation in Decision-Making and"
            " Access to Justice in Environmental Matters of 25 June 1998"
        ],
    ),
    (
        "Under the Convention on Nuclear Safety, Orlavia must report.",
        ["Convention on Nuclear Safety"],
    ),
    (
        "the 1992 Water Convention, the 1991 Espoo Convention and other agreements",
        ["1992 Water Convention", "1991 Espoo Convention"],
    ),
    (
        'they cited the 1963 Vienna Convention "On Consular Relations"',
        ['1963 Vienna Convention "On Consular Relations"'],
    ),
    (
        "It recalled the Optional Protocol to the Convention against Torture.",
        ["Optional Protocol to the Convention against Torture"],
    ),
    ("Additional Protocol I binds neither.", ["Additional Protocol I"]),
    (
        "THEY MUST RESPECT PROTOCOL II ADDITIONAL TO THE GENEVA CONVENTIONS, HE SAID",
        ["PROTOCOL II ADDITIONAL TO THE GENEVA CONVENTIONS"],
    ),
    ("the Charter of the United Nations forbids it", ["Charter of the United Nations"]),
    ("the UN Charter forbids it", ["UN Charter"]),
    (
        "the International Covenant on Civil and Political Rights (ICCPR) applies",
        ["International Covenant on Civil and Political Rights (ICCPR)"],
    ),
    ("Both are parties to the ICCPR and CEDAW.", ["ICCPR", "CEDAW"]),
    (
        "the Rome Statute of the International Criminal Court",
        ["Rome Statute of the International Criminal Court"],
    ),
    ("the Council of Europe Convention on Action against Trafficking in Human Beings", None),
    ("ILO Convention No. 169 protects them.", ["ILO Convention No. 169"]),
    (
        "the Protocol on the Frontier signed at Merring on 30 August 2011",
        ["Protocol on the Frontier signed at Merring on 30 August 2011"],
    ),
    ("the Copenhagen criteria were met", ["Copenhagen criteria"]),
    ("the Universal Declaration of Human Rights", ["Universal Declaration of Human Rights"]),
    (
        "the Convention on the\nProtection of\nMinorities was cited",
        ["Convention on the\nProtection of\nMinorities"],
    ),
    # provisions
    ("article 8 (2) of the Rome Statute", ["article 8 (2) of the Rome Statute"]),
    (
        "articles 7 and 16 of the Convention on the Rights of the Child",
        ["articles 7 and 16 of the Convention on the Rights of the Child"],
    ),
    ("It violates Article 3 of the Convention.", ["Article 3 of the Convention"]),
    ("common article 3 of the Geneva Conventions", ["common article 3 of the Geneva Conventions"]),
    (
        "UNDER ARTICLE 5, PARAGRAPH C OF THE OAS CHARTER, AMENDED",
        ["ARTICLE 5, PARAGRAPH C OF THE OAS CHARTER"],
    ),
    # resolutions and symbols
    (
        "Security Council resolution 1325 (2000) was quoted.",
        ["Security Council resolution 1325 (2000)"],
    ),
    ("Resolution 2347 (2017) of the Security Council", None),
    ("General Assembly resolution 46/182", ["General Assembly resolution 46/182"]),
    (
        "General Assembly resolution 3166 (XXVIII) of 14 December 1973",
        ["General Assembly resolution 3166 (XXVIII) of 14 December 1973"],
    ),
    ("PACE Resolution No. 1588 (2007) says so.", ["PACE Resolution No. 1588 (2007)"]),
    ("A/RES/60/285 and S/RES/2139 (2014) were cited", ["A/RES/60/285", "S/RES/2139 (2014)"]),
    ("see A/RES/3166 (XXVIII)", ["A/RES/3166 (XXVIII)"]),
    ("the statement S/PRST/2013/15", ["S/PRST/2013/15"]),
    ("resolutions 822 (1993) and 853 (1993)", ["resolutions 822 (1993)", "853 (1993)"]),
    ("resolution ES-11/1 of 2 March 2022", ["resolution ES-11/1 of 2 March 2022"]),
    (
        'The Resolution "Fires on the Lower Senn" adopted by the General Assembly in 2006',
        ['Resolution "Fires on the Lower Senn" adopted by the General Assembly in 2006'],
    ),
    (
        "the resolution adopted by the Council of Ports in 2016 on water",
        ["resolution adopted by the Council of Ports in 2016 on water"],
    ),
    # laws
    ("The constitution and statutes forbade whipping.", ["constitution"]),
    ("Orlavia's constitution forbids it.", ["constitution"]),
    ("article 12 of the Constitution of Verda", ["article 12 of the Constitution of Verda"]),
    (
        "The penal code provides for fines; the criminal code does not.",
        ["penal code", "criminal code"],
    ),
    (
        "article 87 of the Code of Criminal Procedure",
        ["article 87 of the Code of Criminal Procedure"],
    ),
    ("the Amnesty Act of 17 June", ["Amnesty Act of 17 June"]),
    ("the 2018 Law on Reparation", ["2018 Law on Reparation"]),
    ("Law No. 12/2005 on Missing Persons", ["Law No. 12/2005 on Missing Persons"]),
    ("as laid down in the Law dated March 3, 2004", ["Law dated March 3, 2004"]),
    ("Presidential Decree No. 45 of 3 May 2011", ["Presidential Decree No. 45 of 3 May 2011"]),
    ("Directive 2012/18/EU applies.", ["Directive 2012/18/EU"]),
    ("Regulation (EC) No 1907/2006 applies.", ["Regulation (EC) No 1907/2006"]),
    # agreements and statements
    (
        "the tripartite Statement of June 3, 1997",
        ["tripartite Statement of June 3, 1997"],
    ),
    ("the ceasefire agreement of 8 September 1998", ["ceasefire agreement of 8 September 1998"]),
    ("the Dayton Agreement", ["Dayton Agreement"]),
    ("under the Minsk agreements", ["Minsk agreements"]),
    ("the Agreement on the Aldra of 22 June 1998", ["Agreement on the Aldra of 22 June 1998"]),
    # judgments
    (
        "the judgment of 12 May 2010 of the Supreme Court",
        ["judgment of 12 May 2010 of the Supreme Court"],
    ),
    ("the advisory opinion of 9 July 2004", ["advisory opinion of 9 July 2004"]),
    ("in Sargan v. Orlavia (2015) the Court held", ["Sargan v. Orlavia (2015)"]),
    ("application no. 40035/98 was struck out", ["application no. 40035/98"]),
    ("in violation of the law of armed conflict", ["law of armed conflict"]),
]

MORE_NAMED: list[tuple[str, list[str] | None]] = [
    ("The raid violated international humanitarian law.", ["international humanitarian law"]),
    ("He was held under the Prevention of Sedition Act.", ["Prevention of Sedition Act"]),
    (
        "The African Charter on Human and Peoples' Rights binds it.",
        ["African Charter on Human and Peoples' Rights"],
    ),
    (
        "ARTICLE NO 40 OF THE 1949 CONSTITUTION IS RESTORED.",
        ["ARTICLE NO 40 OF THE 1949 CONSTITUTION"],
    ),
    ("THE RIGHTS OF ALL ARE SUSPENDED. DECREE 50 SAYS SO.", ["DECREE 50"]),
    ("THE FRONT HONOURS THE TELLO AGREEMENTS.", ["TELLO AGREEMENTS"]),
    ("under the Sarn agreement", ["Sarn agreement"]),
    ("article 12 of the press law", ["article 12 of the press law"]),
    ("the UN convention on the rights of the child", ["UN convention on the rights of the child"]),
    ("THE ESTORIL AGREEMENT WAS SIGNED, AND A PEACE AGREEMENT FOLLOWED", ["ESTORIL AGREEMENT"]),
    ("Section 124A of the Penal Code", ["Section 124A of the Penal Code"]),
    (
        "Article 5 (1) ECHR and Article 8 of the ECHR",
        ["Article 5 (1) ECHR", "Article 8 of the ECHR"],
    ),
    (
        "In Sargan and others v. Orlavia, no. 12/04, the Court",
        ["Sargan and others v. Orlavia, no. 12/04"],
    ),
    ("UNSCR 1701 was quoted", ["UNSCR 1701"]),
    (
        'Resolution 68/262 entitled "Unity of Orlavia"',
        ['Resolution 68/262 entitled "Unity of Orlavia"'],
    ),
    (
        "the Sarn Peace and Reconciliation Agreement of 2000",
        ["Sarn Peace and Reconciliation Agreement of 2000"],
    ),
    ("the Merring Memorandum of 1994", ["Merring Memorandum of 1994"]),
    ("the Armed Forces Act (AFA) was repealed", ["Armed Forces Act (AFA)"]),
    (
        "breach of the Fourth Geneva Convention, notably articles 49 and 33,",
        ["Fourth Geneva Convention, notably articles 49 and 33"],
    ),
    ("the Amended Protocol-II of the Convention", ["Amended Protocol-II of the Convention"]),
    ("the Armed Forces of Orlavia met the Prime Minister v. briefly", []),
]

NOT_NAMED = [
    "THE FRONT IS READY TO REACH AN AGREEMENT ON A TRUCE; THE TALKS ENDED WITHOUT FIRM AGREEMENTS.",
    "Norms of all kinds, including international humanitarian law, bind both.",
    "The French agreement and the Monday agreement were praised.",
    "A PEACE AGREEMENT WAS REACHED",
    "The two sides reached an agreement after a week of talks.",
    "In a statement dated 5 May 2021 the ministry denied it.",
    "The law prohibits torture, and the rule of law requires it.",
    "International law and martial law were discussed at the Law School.",
    "The party convention met in the Convention Centre.",
    "The decision of 5 May was a mistake, in our opinion.",
    "Acts of violence and the act of killing are crimes.",
    "ACTS OF TERRORISM AND AN ACT OF REPRESSION WERE REPORTED",
    "The order to fire was given at noon.",
    "Charter flights were cancelled; a code of silence reigns.",
    "The CEDAW Committee met in May.",
    "The constitution of a committee of inquiry was proposed.",
    "The North Atlantic Treaty Organization did not comment.",
    "They followed the rules and principles of decency.",
    "Law enforcement officers obeyed orders.",
    "The document lists 40 names.",
    "A resolution of the conflict is far off.",
    "Protocol officers waited at the gate.",
    "It is a matter of principle and of good regulations.",
    "We urge a peaceful resolution of all 12 disputes.",
]


@pytest.mark.parametrize(("text", "expected"), NAMED + MORE_NAMED)
def test_named(text: str, expected: list[str] | None) -> None:
    assert quotes_of(text) == ([text.removeprefix("the ")] if expected is None else expected)


@pytest.mark.parametrize("text", NOT_NAMED)
def test_not_named(text: str) -> None:
    assert quotes_of(text) == []


def test_a_citation_gives_its_parts() -> None:
    [found] = citations_of(
        "It rests on article 49 of the\nFourth Geneva Convention of 12 August 1949."
    )
    assert found.words == "Fourth Geneva Convention of 12 August 1949"
    assert found.provision == "article 49"
    assert found.year == 1949


def test_numbers_that_share_a_noun_are_citations_of_their_own() -> None:
    first, second = citations_of("Security Council resolutions 2541 (2020) and 2559 (2021)")
    assert (first.symbol, first.year) == ("2541", 2020)
    assert (second.symbol, second.year) == ("2559", 2021)
    assert second.words == "Security Council resolution 2559 (2021)"


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_broken_lines_change_nothing(text: str, expected: list[str] | None) -> None:
    words = [claim.words for claim in citations_of(text)]
    assert [claim.words for claim in citations_of(text.replace(" ", "\n"))] == words
    assert [claim.words for claim in citations_of(text.replace(" ", "  "))] == words
