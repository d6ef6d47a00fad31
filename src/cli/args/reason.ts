import { Flags } from '@oclif/core';

/** Why an operator does it: whoever comes after reads it in the ledger. */
export const requiredReason = Flags.string({
  aliases: ['because'],
  required: true,
  summary: 'Why; it stands in the ledger.',
  helpValue: 'TEXT',
});
