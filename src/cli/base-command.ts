import { Command, Flags, type Interfaces } from '@oclif/core';
import { paragraphs, type Style } from '../report/terminal/style.js';
import { movesCursor, styleOf } from './terminal/colour.js';
import { stagesOn, type Stages } from './terminal/stages.js';
import { openSession, type CommandSession, type SessionFlags } from './context.js';
import { envelopeText, failed, schemaOf, type Envelope } from './envelope.js';
import { gridName } from './grid-name.js';
import type { Inventory } from '../model/inventory.js';
import type { ExitCode } from '../model/exit-codes.js';
import { UserError } from '../model/user-error.js';
import { failureOf } from './failure/failure.js';
import { commandLine } from './command-line.js';
import { interruptedBy } from './interrupt.js';
import { tellFailure } from './failure/tell.js';

type Values = Record<string, unknown>;

const group = 'GLOBAL';

/** What every command has: the global flags, one envelope, one way to fail. */
export abstract class MigrateCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    inventory: Flags.string({
      summary: 'The file of campaign and sites (default: sites.yaml here).',
      helpValue: 'FILE',
      helpGroup: group,
    }),
    ledger: Flags.string({ summary: "The campaign's record of operations.", helpValue: 'FILE', helpGroup: group }),
    json: Flags.boolean({ summary: 'One JSON document on stdout.', helpGroup: group }),
    'no-color': Flags.boolean({ summary: 'Plain text.', helpGroup: group }),
    'no-input': Flags.boolean({ summary: 'Never ask; fail where an answer is needed.', helpGroup: group }),
  };

  readonly #warnings: string[] = [];
  #stages: Stages | null = null;
  #ledgerHead: () => string | null = () => null;
  /** Where and when this command works, once it knows. */
  #place: Pick<Style, 'timezone' | 'grid'> = { timezone: 'UTC', grid: null };

  /** What screens of this command are written on. */
  protected get style(): Style {
    return this.styleFor(process.stdout);
  }

  protected styleFor(stream: NodeJS.WriteStream): Style {
    return { ...styleOf(stream), ...this.#place };
  }

  /** From now on screens tell the time by the campaign's clocks, and name its grid. */
  protected place(inventory: Inventory): void {
    this.#place = { timezone: inventory.campaign.timezone, grid: gridName(inventory) };
  }

  /** Something the operator should know, told once; it does not change the result. */
  protected caution(warning: string): void {
    if (this.#warnings.includes(warning)) return;
    this.#warnings.push(warning);
    if (this.jsonEnabled()) return;
    const style = this.styleFor(process.stderr);
    process.stderr.write(`${style.emphasis.warn('Note:')}\n${paragraphs(warning, style, 2)}\n`);
  }

  /** The command line; a value or a name that says nothing is none: a variable of somebody's script is unset. */
  protected override async parse<F extends Values, B extends Values, A extends Values>(
    options?: Interfaces.Input<F, B, A>,
    argv?: string[],
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const parsed = await super.parse<F, B, A>(options, argv);
    refuseEmpty(parsed);
    const { reason } = parsed.flags as Values;
    if (typeof reason === 'string' && reason.trim() === '')
      throw new UserError(2, 'usage', '--reason is empty: say why; whoever comes after you reads it in the ledger.');
    return parsed;
  }

  /** Whether something is done or recorded in an operator's name. */
  protected get actsInAName(): boolean {
    return false;
  }

  /** Whether a terminal is shown what is being done; not where something else is drawn on it, or nobody waits. */
  protected get showsStages(): boolean {
    return true;
  }

  /** Shows on stderr what is being done, where somebody watches. */
  protected get stages(): Stages {
    return (this.#stages ??=
      this.jsonEnabled() || !this.showsStages ? async (_what, work) => work() : stagesOn(process.stderr));
  }

  /** In the line of what is being done, where there is one; beside anything else that is drawn, nothing. */
  private tellWait(what: string, until: Promise<unknown>): void {
    if (!movesCursor(process.stderr)) process.stderr.write(`${what} …\n`);
    else if (this.stages.isUnderWay?.()) void this.stages(what, () => until);
  }

  /** Runs work at the session that the flags name, and closes it afterwards. */
  protected async withSession<T>(flags: SessionFlags, work: (session: CommandSession) => Promise<T>): Promise<T> {
    const session = await openSession(flags, {
      command: commandLine(this.name, this.argv),
      notice: (text) => {
        this.caution(text);
      },
      during: this.stages,
      tellWait: (what, until) => {
        this.tellWait(what, until);
      },
      ...(this.actsInAName &&
        flags['dry-run'] !== true && { acts: { noInput: flags['no-input'] === true || this.jsonEnabled() } }),
    });
    this.#ledgerHead = session.ledgerHead;
    this.place(session.inventory);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  }

  /** Ends the command well: prints the screen, or hands the envelope to `--json`. */
  protected answer<Result>(result: Result, screen: string, status: ExitCode = 0): Envelope<Result> {
    const exit = interruptedBy() ?? status;
    process.exitCode = exit;
    if (!this.jsonEnabled()) process.stdout.write(screen === '' ? '' : `${screen}\n`);
    this.tellHead();
    const ledgerHead = this.#ledgerHead();
    return {
      schema: schemaOf(this.name),
      status: exit,
      result,
      warnings: this.#warnings,
      ...(ledgerHead !== null && { ledgerHead }),
    };
  }

  /** Ends the command badly, in one shape and with one exit code whether or not JSON is asked for. */
  protected override catch(error: unknown): Promise<void> {
    const failure = failureOf(error, {
      commands: [],
      flags: Object.keys({ ...this.ctor.baseFlags, ...this.ctor.flags }),
    });
    process.exitCode = failure.exit;
    if (this.jsonEnabled()) this.logJson(failed(this.name, failure, this.#warnings, this.#ledgerHead()));
    else tellFailure(failure, error, this.styleFor(process.stderr));
    this.tellHead();
    return Promise.resolve();
  }

  /** Kept outside, the head shows later whether the ledger's end was cut off. */
  private tellHead(): void {
    const head = this.#ledgerHead();
    if (head !== null && !this.jsonEnabled())
      process.stderr.write(`${styleOf(process.stderr).emphasis.dim(`Ledger head: ${head}`)}\n`);
  }

  protected override logJson(envelope: unknown): void {
    process.stdout.write(envelopeText(envelope as Envelope));
  }

  private get name(): string {
    return this.id ?? this.ctor.name.toLowerCase();
  }
}

function refuseEmpty({ flags, argv }: { readonly flags: Values; readonly argv: readonly unknown[] }): void {
  const advice = [
    'Where the value stands in a variable, it may be unset. With --help the command shows what it takes.',
  ];
  for (const [flag, value] of Object.entries(flags))
    if (flag !== 'reason' && [value].flat().includes(''))
      throw new UserError(2, 'usage', `--${flag} is empty: give it a value, or leave it out.`, advice);
  if (argv.includes('')) throw new UserError(2, 'usage', 'One of the names is empty.', advice);
}
