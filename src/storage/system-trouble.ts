import { dirname } from 'node:path';

/** What the system's codes for a file mean to an operator. */
const sentences: Readonly<Record<string, (file: string) => string>> = {
  EACCES: (file) => `this user may not write to ${dirname(file)}.`,
  EPERM: (file) => `this user may not write to ${dirname(file)}.`,
  EROFS: (file) => `${dirname(file)} is on a disk that is mounted read-only.`,
  ENOSPC: (file) => `no room is left on the disk of ${dirname(file)}.`,
  EDQUOT: (file) => `this user's quota of the disk of ${dirname(file)} is used up.`,
  EFBIG: (file) => `${file} would be larger than files of this user may become (\`ulimit -f\`).`,
  EIO: (file) => `the disk of ${dirname(file)} answers with errors.`,
  ENOENT: (file) => `there is no folder ${dirname(file)}.`,
  ENOTDIR: (file) => `${dirname(file)} is no folder.`,
  EISDIR: (file) => `${file} is a folder, and no file.`,
  ENAMETOOLONG: () => 'the name is longer than the system takes.',
  ELOOP: (file) => `the links of ${file} lead back to themselves.`,
  EMFILE: () => 'this process has too many files open (`ulimit -n`).',
  ENFILE: () => 'this machine has too many files open.',
  EEXIST: (file) => `another process writes ${file} at this moment.`,
};

/** The error in words, about the file that was asked for and not one on the way to it; any other error as it is. */
export function systemTrouble(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  const sentence = sentences[code]?.(file);
  if (sentence === undefined) return error;
  return Object.assign(new Error(sentence, { cause: error }), { code, syscall: error.syscall });
}

/** The sentences about reading that differ from those about writing. */
const whenRead: Readonly<Record<string, (file: string) => string>> = {
  EACCES: (file) => `this user may not read ${file}.`,
  EPERM: (file) => `this user may not read ${file}.`,
  ENOENT: (file) => `there is no ${file}.`,
  ENXIO: (file) => `${file} is no file.`,
};

/** The same for a file that was to be read. */
export function readingTrouble(error: unknown, file: string): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  const sentence = error instanceof Error && 'syscall' in error ? whenRead[code]?.(file) : undefined;
  if (sentence === undefined) return systemTrouble(error, file);
  return Object.assign(new Error(sentence, { cause: error }), {
    code,
    syscall: (error as NodeJS.ErrnoException).syscall,
  });
}
