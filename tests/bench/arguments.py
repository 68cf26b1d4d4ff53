"""The benches' parser of command lines."""
import argparse


class Parser(argparse.ArgumentParser):
    """Leaves with the exit code that all programs of the project have for wrong usage."""

    def error(self, message):
        self.exit(64, f"{self.prog.removesuffix('.py')}: {message}\n")
