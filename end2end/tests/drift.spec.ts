import { expect, expectAccessible, type Page, test } from './fixtures';
import * as files from './fixtures/files';
import type { Wizard } from './fixtures/wizard';

const target = (page: Page, column: string) => page.getByLabel(`Target field of ${column}`);
const isImported = (page: Page, column: string) => page.getByRole('checkbox', { name: `Import ${column}` });
const decision = (page: Page, text: string) => page.getByRole('region', { name: 'The file differs' }).getByLabel(text);

/** October is imported with a profile; November's file is at hand. */
async function openNovember(page: Page, wizard: Wizard) {
  await wizard.importFile(files.thisMonth, 'Monthly');
  await wizard.open();
  await wizard.choose(files.nextMonth);
  await wizard.toSettings();
  // Without the profile both would be suggested.
  await expect(target(page, 'Business E-mail')).toHaveValue('workEmail');
  await expect(target(page, 'Last Name')).toHaveValue('lastName');
  await page.getByLabel('Import profile', { exact: true }).selectOption({ label: 'Monthly' });
}

test('a saved profile says how a file differs from it, and maps nothing of that by itself', async ({
  page,
  wizard,
  directory,
}) => {
  test.slow();
  await openNovember(page, wizard);
  const news = page.getByRole('status', { name: 'News' });
  for (const line of [
    'The file differs from the profile',
    'Columns that the profile expects and the file lacks: Work Email, City',
    'Columns that the profile does not know; they are not imported until you choose a target field: Business E-mail, Last Name',
    'Columns that probably only have another name now: Work Email → Business E-mail',
  ]) {
    await expect(page.getByRole('main').getByText(line).first()).toBeVisible();
    await expect(news).toContainText(line);
  }
  for (const column of ['Business E-mail', 'Last Name']) {
    await expect(target(page, column)).toHaveValue('');
    await expect(isImported(page, column)).not.toBeChecked();
  }
  await expect(target(page, 'First Name')).toHaveValue('firstName');
  await expectAccessible(page);

  // Nothing goes on before everything is decided.
  await wizard.next();
  await expect(page.getByRole('heading', { name: 'The file differs from the profile' })).toBeFocused();
  await expect(news).toContainText('Decide what is to become of each difference');

  await decision(page, '“Work Email” is not in the file').selectOption({ label: 'Take “Business E-mail” instead (probably its new name)' });
  await expect(target(page, 'Business E-mail')).toHaveValue('workEmail');
  await expect(isImported(page, 'Business E-mail')).toBeChecked();
  await expect(news).toContainText('2 differences are still to be decided.');
  await decision(page, '“City” is not in the file').selectOption({ label: 'Leave it out this time' });
  await decision(page, '“Last Name” is new').selectOption({ label: 'Not imported' });
  await expect(news).toContainText('Every difference is decided.');
  await wizard.next();
  await wizard.validated();
  await wizard.import();
  expect(await wizard.tally('Contacts')).toEqual(['0', '1', '0', '0', '0', '1']);
  await directory.openContact('ann.lee@acme.example', 'Ann');
  // What is not in the file stays as it was.
  await expect(page.getByText('Berlin')).toBeVisible();

  // What was left out is still in the profile, the new name has taken the old one's place.
  await wizard.open();
  await wizard.choose(files.nextMonth);
  await wizard.toSettings();
  await page.getByLabel('Import profile', { exact: true }).selectOption({ label: 'Monthly' });
  await expect(page.getByText('the file lacks: City', { exact: false }).first()).toBeVisible();
  // What is not imported on purpose is not asked about again.
  await expect(page.getByText('the profile does not know', { exact: false })).toHaveCount(0);
  await expect(target(page, 'Business E-mail')).toHaveValue('workEmail');
});

test('differences are decided by keyboard alone', async ({ page, wizard }) => {
  test.slow();
  await openNovember(page, wizard);
  const take = page.getByRole('button', { name: 'Take all probable new names' });
  const leave = page.getByRole('button', { name: 'Leave out everything that is open' });
  const city = decision(page, '“City” is not in the file');
  await decision(page, '“Work Email” is not in the file').focus();
  await page.keyboard.press('Tab');
  await expect(city).toBeFocused();
  // The last choice of the list.
  await page.keyboard.press('End');
  await expect(city).toHaveValue('forget');
  await take.focus();
  await page.keyboard.press('Enter');
  await expect(target(page, 'Business E-mail')).toHaveValue('workEmail');
  await expect(take).toBeDisabled();
  await leave.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status', { name: 'News' })).toContainText('Every difference is decided.');
  await expect(decision(page, '“Last Name” is new')).toHaveValue('none');
  await wizard.next();
  await wizard.validated();
});

test('on a phone in the dark and in Chinese it is readable too', async ({ page, wizard }) => {
  test.slow();
  await openNovember(page, wizard);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 800 });
  await page.locator('#language').selectOption('zh-CN');
  await expect(page.locator('.drift__item').first()).toBeVisible();
  await expectAccessible(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  // What stays on the screen leaves room for the rest on the smallest one.
  await page.setViewportSize({ width: 320, height: 568 });
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
  await expect(page.locator('.shell__header')).not.toBeInViewport();
  const bar = await page.locator('.action-bar').boundingBox();
  expect(bar?.height).toBeLessThan(568 / 4);
});
