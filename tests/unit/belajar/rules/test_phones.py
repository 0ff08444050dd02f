import pytest

from belajar.rules.phones import parse_mobile


@pytest.mark.parametrize(
    "text",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "(0812) 3456.7890",
        "+6281234567890",
        "+62 812-3456-7890",
        "+62 (0)812 3456 7890",
        "+62081234567890",
        "6281234567890",
        "62 812-3456-7890",
        "006281234567890",
        "81234567890",
        " 081234567890\t",
        "０８１２３４５６７８９０",
        "٠٨١٢٣٤٥٦٧٨٩٠",
        "۰۸۱۲۳۴۵۶۷۸۹۰",
        "0812\u20103456\u20107890",
    ],
)
def test_every_spelling_of_a_mobile_number_becomes_one(text):
    assert parse_mobile(text) == "+6281234567890"


def test_a_country_code_without_plus_is_no_landline():
    assert parse_mobile("62812345678") == "+62812345678"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "0",
        "02112345678",
        "+622112345678",
        "0274 512345",
        "+14155550100",
        "0812345",
        "081234567890123",
        "0812x4567890",
        "081234567890/081298765432",
        "tidak ada",
        "8",
        "0802345678901",
    ],
)
def test_whatever_is_no_indonesian_mobile_is_none(text):
    assert parse_mobile(text) is None
