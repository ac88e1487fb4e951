"""台账: what goes in, the sheets as they will be printed, what is missing, the way out."""
