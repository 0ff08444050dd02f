"""The local stack: every function of the topology, its surroundings and its pages in one process behind one port."""
