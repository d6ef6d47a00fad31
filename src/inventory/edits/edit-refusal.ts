import { UserError } from '../../model/user-error.js';

/** An edit of `sites.yaml` that cannot be made as asked. Nothing was written. */
export class EditRefusal extends UserError {
  override readonly name = 'EditRefusal';
  constructor(message: string, advice: readonly string[]) {
    super(4, 'edit-refused', message, advice);
  }
}
