/** An edit of `sites.yaml` that cannot be made as asked. Nothing was written. */
export class EditRefusal extends Error {
  override readonly name = 'EditRefusal';
  constructor(
    message: string,
    readonly advice: readonly string[],
  ) {
    super(message);
  }
}
