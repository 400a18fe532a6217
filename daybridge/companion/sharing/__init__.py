"""What a participant shows to their supporters: the pages on which they choose it, and the pages that show it. Never more than is shared."""
