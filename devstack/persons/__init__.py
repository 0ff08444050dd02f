"""What is held about one person, to hand it over or to erase it on request (UU 27/2022, arts. 7, 8 and 16)."""
