import type { StatusModel } from '../status-model/sources.js';
export function htmlReport(model: StatusModel): string {
  return model.campaign;
}
