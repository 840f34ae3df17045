"""From takes to sound at the target loudness: levels, limiter, meter, assembly."""
