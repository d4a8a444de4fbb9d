extension IncludedRoutine {
  /// The backs of the thighs, one side after the other.
  static let hamstrings = Self(
    name: "hamstrings",
    text: """
      name: hamstrings
      title: Backs of the thighs, one side after the other
      \(safety)
      prepare_s: 20
      breathing: 4-0-6-0
      steps:
        - name: heel before the chair
          instruction: >-
            Sit on the front half of a firm chair. Put the left heel on the floor before you, the
            knee almost straight, and bend forward from the hips until the back of the thigh pulls
            mildly.
          muscle: hamstring thigh biceps semitendinosus femoris
          side: left
          hold_s: 60
          rest_s: 30
        - name: heel before the chair
          instruction: >-
            The same on the right: right heel before you, the knee almost straight.
          muscle: hamstring thigh biceps semitendinosus femoris
          side: right
          hold_s: 60
          rest_s: 30
        - name: leg raised with a towel
          instruction: >-
            Lie on your back on the floor. Lay a towel behind the left thigh, take its ends and let
            the leg come up, the knee soft, until the back of the thigh pulls mildly.
          muscle: hamstring thigh biceps semitendinosus femoris
          side: left
          hold_s: 60
          rest_s: 30
        - name: leg raised with a towel
          instruction: >-
            The same on the right: towel behind the right thigh, the knee soft.
          muscle: hamstring thigh biceps semitendinosus femoris
          side: right
          hold_s: 60
          rest_s: 30

      """
  )

  /// Short holds before sleep, with the times of a trial.
  static let evening = Self(
    name: "evening",
    text: """
      # The times are those of Hallegraeff et al. 2012, J Physiother 58:17-22 (80 people over 55):
      # each stretch held for 10 s, three times, 10 s of rest between, the breath never held. The
      # postures here are described in our own words, and each leg and muscle has its own turn,
      # which takes 4 minutes and not the 3 of the trial. What helped there need not help you; a
      # larger trial of calf stretching found no effect (Coppin et al. 2005, n = 191, on quinine).
      name: evening
      title: Calves and backs of the thighs before sleep, with the times of a trial
      \(safety)
      prepare_s: 20
      breathing: 4-0-6-0
      steps:
        - name: calf at the wall
          instruction: >-
            Stand before a wall with both hands on it. Put the left foot back, knee straight, heel
            on the floor. Lean forward until the calf pulls mildly; in each rest, stand upright.
          muscle: calf gastrocnemius
          side: left
          hold_s: 10
          rest_s: 10
          repeat: 3
        - name: calf at the wall
          instruction: >-
            The same on the right.
          muscle: calf gastrocnemius
          side: right
          hold_s: 10
          rest_s: 10
          repeat: 3
        - name: back of the thigh
          instruction: >-
            Sit on the front half of a firm chair, the left heel on the floor before you. Bend
            forward from the hips until the back of the thigh pulls mildly; in each rest, sit up.
          muscle: hamstring thigh biceps semitendinosus femoris
          side: left
          hold_s: 10
          rest_s: 10
          repeat: 3
        - name: back of the thigh
          instruction: >-
            The same on the right.
          muscle: hamstring thigh biceps semitendinosus femoris
          side: right
          hold_s: 10
          rest_s: 10
          repeat: 3

      """
  )
}
