import { expect, it } from 'vitest';
import { osHint } from '../../../src/inventory/import/os-hint.js';

it.each([
  ['ANALY_QMUL_SL6', '', 'slc6'],
  ['AGLT2_SL7', '', 'centos7'],
  ['ANALY_X_CENTOS7', 'x86_64-slc6-gcc62-opt', 'centos7'],
  ['ANALY_X_EL9', '', 'el9'],
  ['CERN-PROD', 'x86_64-slc6-gcc62-opt', 'slc6'],
  ['CERN-PROD', 'x86_64-centos7-gcc8-opt', 'centos7'],
  ['MODEL7', '', null],
  ['ANALY_SL60', '', null],
  ['PLAIN', 'i686-linux', null],
])('%s with platform "%s" hints at %s', (queue, cmtconfig, is) => {
  expect(osHint({ panda_resource: queue, cmtconfig })?.is ?? null).toBe(is);
});
