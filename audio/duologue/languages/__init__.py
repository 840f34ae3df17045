"""What Duologue knows of each language, as data: a folder for each, named by its BCP 47 tag."""
