/** Something that can't be done to an application; nothing was touched, or the message says what was. */

export class Refused extends Error {
  constructor(
    message: string,
    /** Commands or steps that help, one a line. */
    readonly next: string[] = [],
  ) {
    super(message);
    this.name = "Refused";
  }
}
