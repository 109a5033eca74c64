"""Which pages have a running head, and of which heading."""

from critical_edition.outputs.pdf.heads import titles

# Chapters on pages 3 and 9, sections on 5, 7 and 9; the text begins on 9, and 8 is empty before it.
HEADINGS = [(1, 3), (2, 5), (2, 7), (1, 9), (2, 9), (3, 10)]


def test_a_verso_repeats_the_chapter_and_a_recto_the_last_section_begun() -> None:
    found = titles(HEADINGS, [], [12], 60)
    assert found == {"4": 0, "5": 1, "6": 0, "7": 2, "8": 0, "10": 3, "11": 4, "12": 3}


def test_the_empty_page_before_the_text_has_none() -> None:
    without_8 = {"4", "5", "6", "7", "10", "11", "12"}
    assert set(titles(HEADINGS, [(7, 300), (9, 60)], [12], 60)) == without_8
    assert set(titles(HEADINGS, [(8, 60), (9, 60)], [12], 60)) == without_8


def test_a_book_without_headings_has_none() -> None:
    assert titles([], [], [4], 60) == {}
