"""The command line: typer commands, one file each, thin."""
