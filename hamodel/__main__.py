"""`python -m hamodel` is `hamodel`."""

from hamodel.start import main

if __name__ == "__main__":
    main()
