"""main(): the program `hamodel`. The current folder is forgotten before anything is imported that could be found there."""

from hamodel.host.installed import forget_current_folder


def main() -> None:
    """Runs the command that the arguments ask for; it ends with one of the exit statuses in `hamodel.cli`."""
    forget_current_folder()
    from hamodel.cli import main as program

    program()
