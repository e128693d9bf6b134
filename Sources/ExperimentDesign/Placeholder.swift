// Holds the floor's place until its first type lands.
