import Fairness
