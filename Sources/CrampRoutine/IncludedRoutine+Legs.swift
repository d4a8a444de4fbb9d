extension IncludedRoutine {
  /// The soles, one side after the other.
  static let feet = Self(
    name: "feet",
    text: """
      name: feet
      title: Soles of the feet, one side after the other
      \(safety)
      prepare_s: 20
      breathing: 4-0-6-0
      steps:
        - name: toes drawn back
          instruction: >-
            Sit on a firm chair and lay the left ankle on the right knee. Take the toes in one hand
            and draw them towards the shin until the sole pulls mildly.
          muscle: foot sole flexor digitorum hallucis
          side: left
          hold_s: 60
          rest_s: 30
        - name: toes drawn back
          instruction: >-
            The same on the right: right ankle on the left knee, the toes drawn towards the shin.
          muscle: foot sole flexor digitorum hallucis
          side: right
          hold_s: 60
          rest_s: 30
        - name: ball of the foot on a towel
          instruction: >-
            Sit with both feet on the floor. Put the ball of the left foot on a rolled towel, the
            heel on the floor, and let the weight of the leg do the work.
          muscle: foot sole flexor digitorum hallucis
          side: left
          hold_s: 60
          rest_s: 30
        - name: ball of the foot on a towel
          instruction: >-
            The same on the right: ball of the foot on the towel, heel on the floor.
          muscle: foot sole flexor digitorum hallucis
          side: right
          hold_s: 60
          rest_s: 30

      """
  )

  /// The calves, one side after the other.
  static let calves = Self(
    name: "calves",
    text: """
      name: calves
      title: Calves, one side after the other
      \(safety)
      prepare_s: 20
      breathing: 4-0-6-0
      steps:
        - name: calf, knee straight
          instruction: >-
            Stand before a wall with both hands on it. Put the left foot back, knee straight, heel
            on the floor, and lean forward until the calf pulls mildly.
          muscle: calf gastrocnemius
          side: left
          hold_s: 60
          rest_s: 30
        - name: calf, knee straight
          instruction: >-
            The same on the right: right foot back, knee straight, heel on the floor.
          muscle: calf gastrocnemius
          side: right
          hold_s: 60
          rest_s: 30
        - name: calf, knee bent
          instruction: >-
            Hands on the wall again, the left foot half a step back. Bend the left knee a little and
            leave the heel on the floor, until the lower calf pulls mildly.
          muscle: calf soleus
          side: left
          hold_s: 60
          rest_s: 30
        - name: calf, knee bent
          instruction: >-
            The same on the right: half a step back, the knee a little bent, the heel down.
          muscle: calf soleus
          side: right
          hold_s: 60
          rest_s: 30

      """
  )
}
