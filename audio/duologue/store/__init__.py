"""What is kept between runs: takes and frames by content, files written whole, locks."""
