"""What is to be reached, measured beside a peer in the same run."""
