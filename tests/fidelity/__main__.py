"""Write `docs/fidelity.md` and the JSON of the wheel, as `make docs` does."""

from tests.fidelity.files import DATA, PAGE, data_text, page_text

if __name__ == "__main__":
    DATA.write_text(data_text(), "utf-8")
    PAGE.write_text(page_text(), "utf-8")
