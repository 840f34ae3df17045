"""Publishing: feed, player page, server."""
