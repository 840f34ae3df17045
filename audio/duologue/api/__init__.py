"""The functions behind `import duologue`; each module imports its stage only when one of them is used."""
