"""`python -m hamodel` is `hamodel`."""

from hamodel.cli import main

if __name__ == "__main__":
    main()
