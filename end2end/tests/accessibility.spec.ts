import { expect, expectAccessible, test } from './fixtures';
import * as files from './fixtures/files';

for (const [scheme, language] of [
  ['light', 'en'],
  ['dark', 'zh-CN'],
] as const) {
  test(`axe finds nothing on any step, ${scheme}, ${language}`, async ({ page, wizard, muster }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme });
    // By ids: the names are those of another language.
    await page.goto(`${muster.url}/import`);
    await page.locator('#language').selectOption(language);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expectAccessible(page);

    await wizard.choose(files.empty);
    await expect(page.locator('.notice')).toBeVisible();
    await expectAccessible(page);
    await page.goto(`${muster.url}/import`);

    await wizard.choose(files.fifteenBadEmails);
    await expect(page.locator('.problem-group').first()).toBeVisible();
    await page.locator('.problem-group summary').first().click();
    await expect(page.locator('.problem-table tbody tr').first()).toBeVisible();
    await expectAccessible(page);

    await page.locator('.action-bar .button--primary').click();
    await expect(page.locator('.fields-table')).toBeVisible();
    await expectAccessible(page);
    await page.locator('.source .button, .button--small').filter({ hasText: /source|来源/i }).first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page);
    await page.locator('#source-name').fill('CRM');
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await expect(page.getByRole('dialog')).toBeHidden();
    await page.locator('#profile-name').fill('Accessible');
    await page.locator('.action-bar .button--primary').click();

    await expect(page.locator('.big-numbers')).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);
    await page.locator('.action-bar .button--primary').click();
    await expect(page.locator('#rows-title')).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);

    for (const path of ['contacts', 'organizations', 'imports']) {
      await page.goto(`${muster.url}/${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.waitForLoadState('networkidle');
      await expectAccessible(page);
    }
    await page.goto(`${muster.url}/contacts`);
    await page.getByRole('table').getByRole('link').first().click();
    await expect(page.locator('dl').first()).toBeVisible();
    await expectAccessible(page);
  });
}

test('the whole way by keyboard', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.contacts);
  await expect(wizard.importable('3', '3')).toBeVisible();
  const press = async (name: string, key = 'Enter') => {
    const button = page.getByRole('button', { name, exact: true });
    await expect(button).toBeEnabled();
    for (let steps = 0; steps < 200; steps += 1) {
      if (await button.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    await expect(button).toBeFocused();
    await page.keyboard.press(key);
  };
  await press('Next');
  await expect(page.getByRole('heading', { level: 1, name: 'Profile and settings' })).toBeFocused();
  await press('Create a source');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.getByLabel('Source name').focus();
  await page.keyboard.type('CRM');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByLabel('Profile name').focus();
  await page.keyboard.type('By keyboard');
  await press('Next', ' ');
  await wizard.validated();
  await expect(page.getByRole('heading', { level: 1, name: 'Data validated' })).toBeFocused();
  await press('Import');
  await expect(wizard.bigNumber('Imported contacts')).toHaveText('3');
});
