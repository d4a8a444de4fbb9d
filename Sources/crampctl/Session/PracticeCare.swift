/// What to take care of before a cramp is provoked on purpose.
enum PracticeCare {
  /// A page with a line feed at its end.
  static let text = """
    A practice provokes a cramp on purpose. Before you begin:

      Squeezing a muscle that is shortened can cramp it within half a minute, and hard. Begin
      gently, go no further than the edge of pain, and keep breathing.
      Stop at any moment: let go, and lengthen the muscle slowly until it is soft. You need no
      program for that; `crampctl session stop` can wait.
      The muscle cramps more easily for an hour or more afterwards. Not at bedtime, and not
      before you drive, swim, climb or carry somebody.
      Leave it, and see a doctor, if the leg is injured, swollen, hot or red, if cramps come with
      weakness, numbness or dark urine, if one does not let go within ten minutes, or if they are
      new, more, or other than you know them.

    Practice in this form is this project's own; no benefit of it is known. crampd is not a
    medical device.


    """
}
