using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Akka.Events.Dashboard.Tests;

public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    private const string Hostile = "<img src=x onerror=\"document.title='broken into'\"><script>document.title='broken into'</script>";

    [SkippableFact]
    public async Task The_page_is_live_and_finds_an_entity_by_keyboard()
    {
        var page = await browser.NewPage();
        await using var shop = await Shop.Open();
        await shop.Publish("eva", "pear", "plum");
        await shop.Handled(2);
        await page.GotoAsync(shop.Page.ToString());
        await Expect(page.Locator("#link")).ToHaveTextAsync("live");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "baskets" })).ToBeVisibleAsync();
        await Expect(page.Locator("#groups .figures")).ToContainTextAsync("2 handled");
        await shop.Publish("eva", "fig");
        await Expect(page.Locator("#groups .figures")).ToContainTextAsync("3 handled");
        await Expect(page.Locator("#groups table tbody tr")).ToHaveCountAsync(4);

        // From the select by Tab to the key, and Enter.
        await page.Locator("#search select").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("eva");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#found pre")).ToContainTextAsync("\"plum\"");
        await Expect(page.Locator("#found tbody tr")).ToHaveCountAsync(3);
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("nobody");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#found")).ToContainTextAsync("it has no state");
    }

    [SkippableFact]
    public async Task Keys_and_values_of_others_are_text_and_nothing_else()
    {
        var page = await browser.NewPage();
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") lock (errors) errors.Add(message.Text); };
        page.PageError += (_, error) => { lock (errors) errors.Add(error); };
        await using var shop = await Shop.Open();
        await shop.Publish(Hostile, Hostile);
        await shop.Handled(1);
        await shop.Publish("bad", "poison");
        await page.GotoAsync(shop.Page.ToString());
        await page.Locator("#search input").FillAsync(Hostile);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#found pre")).ToContainTextAsync("broken into");
        await Expect(page.Locator("#problems .what").First).ToContainTextAsync("poison", new() { Timeout = 20_000 });
        await Expect(page.Locator("#problems .advice").First).ToContainTextAsync("Mend the handler");
        Assert.Equal("Akka.Events", await page.TitleAsync());
        Assert.Equal(0, await page.Locator("main img, main b[onerror], main script").CountAsync());
        // The browser itself would have refused what the page hadn't set as text, and said so.
        Assert.DoesNotContain(errors, e => !e.Contains("404", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task It_fits_wide_and_narrow_light_and_dark(ColorScheme scheme, int width)
    {
        var page = await browser.NewPage(scheme, width);
        await using var shop = await Shop.Open();
        await shop.Publish("eva", "pear");
        await page.GotoAsync(shop.Page.ToString());
        await Expect(page.Locator("#link")).ToHaveTextAsync("live");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than its window");
        var (text, ground) = (await Luminance(page, "color"), await Luminance(page, "background-color"));
        Assert.True(scheme == ColorScheme.Dark ? text > ground : ground > text);
        var contrast = (Math.Max(text, ground) + 0.05) / (Math.Min(text, ground) + 0.05);
        Assert.True(contrast >= 7, $"contrast {contrast:0.0}");
    }

    [SkippableFact]
    public async Task A_service_that_is_gone_is_said()
    {
        var page = await browser.NewPage();
        var shop = await Shop.Open();
        await page.GotoAsync(shop.Page.ToString());
        await Expect(page.Locator("#link")).ToHaveTextAsync("live");
        await shop.DisposeAsync();
        await Expect(page.Locator("#link")).ToContainTextAsync("no answer", new() { Timeout = 15_000 });
    }

    [SkippableFact]
    public async Task Whom_the_policy_admits_pauses_a_group_and_has_it_go_on()
    {
        var page = await browser.NewPage();
        await using var shop = await Shop.Open(o => o.ActionPolicy = "operators", users: true);
        await shop.Publish("eva", "pear");
        await shop.Handled(1);
        await page.GotoAsync(shop.Page.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.Locator("#groups")).ToContainTextAsync("refused (401)");
        await page.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { ["X-User"] = "operator" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.Locator("#groups tbody tr").First).ToContainTextAsync("paused");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(page.Locator("#groups tbody tr").First).Not.ToContainTextAsync("paused");
    }

    private static Task<double> Luminance(IPage page, string property) => page.EvaluateAsync<double>(
        """
        property => {
          const [r, g, b] = getComputedStyle(document.documentElement).getPropertyValue(property).match(/[\d.]+/g).map(v => v / 255)
            .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        }
        """, property);
}
