import { expect, test } from './fixtures';
import * as files from './fixtures/files';

test('a saved profile says how a file differs from it, and maps nothing of that by itself', async ({
  page,
  wizard,
  directory,
}) => {
  await wizard.importFile(files.thisMonth, 'Monthly');

  await wizard.open();
  await wizard.choose(files.nextMonth);
  await wizard.toSettings();
  const target = (column: string) => page.getByLabel(`Target field of ${column}`);
  const isImported = (column: string) => page.getByRole('checkbox', { name: `Import ${column}` });
  // Without the profile both would be suggested.
  await expect(target('Business E-mail')).toHaveValue('workEmail');
  await expect(target('Last Name')).toHaveValue('lastName');

  await page.getByLabel('Import profile', { exact: true }).selectOption({ label: 'Monthly' });
  const missing = 'Columns that the profile expects and the file lacks: Work Email, City';
  const unknown =
    'Columns that the profile does not know; they are not imported until you choose a target field: Business E-mail, Last Name';
  const news = page.getByRole('status', { name: 'News' });
  for (const line of ['The file differs from the profile', missing, unknown]) {
    await expect(page.getByRole('main').getByText(line)).toBeVisible();
    await expect(news).toContainText(line);
  }
  for (const column of ['Business E-mail', 'Last Name']) {
    await expect(target(column)).toHaveValue('');
    await expect(isImported(column)).not.toBeChecked();
  }
  await expect(target('First Name')).toHaveValue('firstName');

  await target('Business E-mail').selectOption({ label: 'Work Email' });
  await expect(isImported('Business E-mail')).toBeChecked();
  await wizard.next();
  await wizard.validated();
  await wizard.import();
  expect(await wizard.tally('Contacts')).toEqual(['0', '1', '0', '0', '0', '1']);
  await directory.openContact('ann.lee@acme.example', 'Ann');
  // What is not in the file stays as it was.
  await expect(page.getByText('Berlin')).toBeVisible();
});
