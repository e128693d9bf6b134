// Holds the floor's place until its first test lands.
