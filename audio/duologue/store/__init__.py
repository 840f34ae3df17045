"""What is kept between runs: one store of checked entries, files written whole, locks."""
