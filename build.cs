// The build program: `dotnet run build.cs VERB`. Each step looks before it acts, so running it again does no harm.
#:property PublishAot=false
#:property TreatWarningsAsErrors=true
#:property InvariantGlobalization=true

using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

const string Usage = """
    dotnet run build.cs VERB
      setup            install whatever the verbs below need and does not lie here yet
      demo [ARGS]      train scenes/fashion.json in a window, or where there is no display without one, leaving its picture in
                       artifacts/fashion.png; ARGS go to `vklearn run`, e.g. demo -- --epochs 1
      test [FILTER]    build and run all tests; FILTER goes to the test program, e.g. test -- -class "*IdxFile*"
      test --quick     build, and run in seconds the tests that the files changed since the last commit concern; without changes those
                       changed since main
      publish          artifacts/vklearn, the command as one native file, and libSkiaSharp beside it
      lab [ARGS]       artifacts/vklearn-lab, the kernel lab as one native file, and what it measures on this machine's device; ARGS go
                       to it, e.g. lab -- --seconds 1 MatMul
      pack             artifacts/packages, the libraries as NuGet packages
    """;
const string FashionFolder = "/usr/share/datasets/fashion-mnist";    // where Debian's package puts it

Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
Console.CancelKeyPress += (_, interrupt) => interrupt.Cancel = true;  // the child gets Ctrl-C too, and says how far it came
string[] screenTools = ["Xvfb", "openbox", "xdotool", "xprop"];
string[] briefly = ["-v", "q", "--nologo", "-clp:NoSummary"];
string[] rest = [.. args.Skip(1).SkipWhile(argument => argument == "--")];

Need loader = new("vulkan loader", "libvulkan1", HasVulkanLoader);
Need driver = new("vulkan driver", "mesa-vulkan-drivers", HasDriver, Suite: "bookworm-backports");
Need glslc = new("shader compiler glslc", "glslc", () => IsOnPath("glslc"));
Need fashion = new("data set fashion-mnist", "dataset-fashion-mnist", () => File.Exists($"{FashionFolder}/train-images-idx3-ubyte.gz"));
Need layers = new("vulkan validation layers", "vulkan-validationlayers", HasValidationLayers);
Need glfw = new("window library glfw", "libglfw3", HasGlfw);
Need screen = new("virtual screen for tests", "xvfb openbox xdotool x11-utils",
    () => !OperatingSystem.IsLinux() || screenTools.All(IsOnPath));
Need linker = new("linker for native code", "gcc libc6-dev", HasLinker);

try
{
    return args.FirstOrDefault() switch
    {
        "setup" => Setup(loader, driver, glslc, fashion, glfw, layers, linker, screen),
        "demo" => Demo(rest),
        "test" => rest is ["--quick"] ? TestQuickly() : Test(rest),
        "publish" => Publish(),
        "lab" => RunLab(rest),
        "pack" => Pack(),
        _ => Say(Usage, exitCode: args is [] or ["help" or "--help" or "-h"] ? 0 : 2),
    };
}
catch (StepFailed failure)
{
    Console.Error.Write(failure.Output);
    Console.Error.WriteLine($"build.cs: {failure.Message}");
    return 1;
}

// ---- verbs

int Demo(string[] arguments)
{
    Need[] needs = arguments.Contains("--data") ? [loader, driver, glslc, glfw] : [loader, driver, glslc, glfw, fashion];
    Setup(needs);
    Build("src/VkLearn.Cli");
    string[] run = ["run", "-c", "Release", "--no-build", "--project", "src/VkLearn.Cli", "--", "run", "scenes/fashion.json"];
    // Frames that nobody watches need not be many.
    string[] seen = HasDisplay() || arguments.Contains("--headless") ? []
        : ["--headless", "--png", "artifacts/fashion.png", "--set", "frame.rate=2"];
    return Show("dotnet", [.. run, .. seen, .. arguments]);
}

int Test(string[] filter)
{
    Setup(loader, driver, glslc, fashion, glfw, layers, linker, screen);
    Build("VkLearn.sln");
    PublishNative();
    // lavapipe reads its settings once, when it loads: each needs a process of its own.
    Count all = filter is [] ? RunAllTests() : RunTests("all", filter, threads: "0");
    Count threads = RunTests("threads", ["-trait", "Threads=yes", .. filter]);
    Count wide = RunTests("wide", ["-trait", "Threads=yes", .. filter], vectorWidth: "512");
    PrintLinesPerFolder();
    Count sum = all + threads + wide;
    Console.WriteLine($"{sum.Passed} passed, {sum.Failed} failed, {sum.Skipped} skipped");
    return sum is { Failed: 0, Passed: > 0 } ? 0 : 1;
}

// What a change concerns is told by names: X.cs, X.comp and XBackward.comp are of XTests, or of the few tests that name X.
int TestQuickly()
{
    const int Few = 6;
    Setup(loader, driver, glslc);
    string[] changed = ChangedFiles();
    Dictionary<string, string> tests = Directory.EnumerateFiles("tests/VkLearn.Tests", "*Tests.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/")).ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
    string[] Concerned(string name)
    {
        if (tests.ContainsKey(name))
            return [name];
        if (tests.ContainsKey(name + "Tests"))
            return [name + "Tests"];
        Regex word = new($@"\b{Regex.Escape(name)}\b");
        string[] naming = [.. tests.Where(test => word.IsMatch(test.Value)).Select(test => test.Key)];
        return naming.Length <= Few ? naming : [];
    }
    string[] classes = [.. changed.SelectMany(NamesOf).SelectMany(Concerned).Append("HouseTests").Append("RoomsTests").Distinct().Order()];
    Console.WriteLine($"{changed.Length} files changed: {string.Join(", ", classes)}");
    Build("tests/VkLearn.Tests");
    Count count = RunTests("quick", [.. classes.SelectMany(name => (string[])["-class", $"*.{name}"])], threads: "0");
    Console.WriteLine($"{count.Passed} passed, {count.Failed} failed, {count.Skipped} skipped");
    return count is { Failed: 0, Passed: > 0 } ? 0 : 1;
}

string[] ChangedFiles()
{
    string[] Git(params string[] arguments) =>
        Capture("git", arguments) is (0, var output) ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
    string[] now = [.. Git("diff", "--name-only", "HEAD"), .. Git("ls-files", "--others", "--exclude-standard")];
    return now is [] ? Git("diff", "--name-only", "main...HEAD") : now;
}

// A shader that others include is as they are; a kernel without an op of its name is of the file that dispatches it.
IEnumerable<string> NamesOf(string file)
{
    string name = Path.GetFileNameWithoutExtension(file);
    IEnumerable<string> Naming(string folder, string pattern, string text) => Directory
        .EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
        .Where(other => !other.Contains("/obj/") && File.ReadAllText(other).Contains(text))
        .Select(other => Path.GetFileNameWithoutExtension(other));
    return Path.GetExtension(file) switch
    {
        ".cs" => [name],
        ".glsl" => Naming("shaders", "*.comp", $"\"{Path.GetFileName(file)}\"").SelectMany(kernel => NamesOf($"{kernel}.comp")),
        ".comp" or ".frag" => Naming("src", "*.cs", $"\"{name}\"").Append(name).Distinct(),
        ".json" when file.StartsWith("scenes/") => ["ScenesTests"],
        ".md" when file.StartsWith("scenes/") => ["ListCommandTests"],
        _ => [],
    };
}

// Two processes share a machine's cores: in one, tests that use a device come one after the other, and most of them compile kernels.
Count RunAllTests()
{
    string[] namespaces = ["VkLearn.Tests.Primitives", "VkLearn.Tests.Ops", "VkLearn.Tests.Gpu"];
    string[] Each(string option) => [.. namespaces.SelectMany(name => (string[])[option, name])];
    Task<Count> ops = Task.Run(() => RunTests("all of ops", Each("-namespace"), threads: "0"));
    Count others = RunTests("all others", Each("-namespace-"), threads: "0");
    return others + ops.GetAwaiter().GetResult();
}

int Publish()
{
    Setup(glslc, linker);
    string program = PublishNative();
    return Say($"{program}, {new FileInfo(program).Length / 1e6:0.0} MB");
}

int RunLab(string[] arguments)
{
    Setup(loader, driver, glslc, linker);
    return Show(PublishProject("tests/VkLearn.Benchmarks", "vklearn-lab"), arguments);
}

string PublishNative()
{
    string program = PublishProject("src/VkLearn.Cli", "vklearn");
    foreach (string library in Directory.EnumerateFiles("artifacts/publish", "libSkiaSharp.*")) // what draws text
        File.Copy(library, Path.Combine("artifacts", Path.GetFileName(library)), overwrite: true);
    return program;
}

// A program as one native file. Its assembly is not called as the file is: where file names ignore case, vklearn.dll would be the
// library's VkLearn.dll.
string PublishProject(string project, string name)
{
    string runtime = RuntimeInformation.RuntimeIdentifier;
    Step($"publishing {name} for {runtime}", () =>
        Quiet("dotnet", ["publish", project, "-c", "Release", "-r", runtime, "-o", "artifacts/publish", .. briefly]));
    string suffix = OperatingSystem.IsWindows() ? ".exe" : "", program = $"artifacts/{name}{suffix}";
    File.Copy($"artifacts/publish/{Path.GetFileName(project)}{suffix}", program, overwrite: true);
    return program;
}

int Pack()
{
    Setup(glslc);
    Step("packing", () => Quiet("dotnet", ["pack", "VkLearn.sln", "-c", "Release", .. briefly]));
    foreach (string package in Directory.EnumerateFiles("artifacts/packages", "VkLearn.?.*.nupkg"))
        CheckShaders(package);
    return Say(string.Join('\n', Directory.EnumerateFiles("artifacts/packages", "*.nupkg").Order()));
}

// The package of the library brings its shaders compiled, so that who uses it needs no glslc.
void CheckShaders(string package)
{
    byte[] spirv = [0x03, 0x02, 0x23, 0x07];    // how each module begins
    using ZipArchive content = ZipFile.OpenRead(package);
    using Stream library = content.Entries.First(entry => entry.Name == "VkLearn.dll").Open();
    using MemoryStream bytes = new();
    library.CopyTo(bytes);
    if (bytes.ToArray().AsSpan().IndexOf(spirv) < 0)
        throw new StepFailed($"{package}: there is no SPIR-V in its VkLearn.dll");
}

// ---- building and testing

void Build(string what) =>
    Step($"building {what}", () => Quiet("dotnet", ["build", what, "-c", "Release", .. briefly]));

Count RunTests(string name, string[] filter, string? threads = null, string? vectorWidth = null)
{
    Console.WriteLine($"tests, {name}: LP_NUM_THREADS={threads} LP_NATIVE_VECTOR_WIDTH={vectorWidth}");
    string suffix = OperatingSystem.IsWindows() ? ".exe" : "";
    string program = Path.GetFullPath($"tests/VkLearn.Tests/bin/Release/net10.0/VkLearn.Tests{suffix}");
    string results = Path.GetFullPath($"artifacts/tests/{name.Replace(' ', '-')}.xml");
    Directory.CreateDirectory(Path.GetDirectoryName(results)!);
    File.Delete(results);
    int exitCode = Show(program, ["-noLogo", "-noColor", "-reporter", "quiet", "-result-xml", results, .. filter],
        ("LP_NUM_THREADS", threads), ("LP_NATIVE_VECTOR_WIDTH", vectorWidth));
    return ReadResults(name, results, exitCode);
}

Count ReadResults(string name, string path, int exitCode)
{
    XElement[] assemblies = ReadAssemblies(path);
    int Sum(string attribute) => assemblies.Sum(a => (int?)a.Attribute(attribute) ?? 0);
    Count count = new(Sum("passed"), Sum("failed") + Sum("errors"), Sum("skipped"));
    foreach (XElement test in assemblies.Descendants("test").Where(test => (string?)test.Attribute("result") == "Fail"))
        Console.WriteLine($"FAILED ({name}): {test.Attribute("name")?.Value}");
    if (count.Failed > 0 || (exitCode == 0 && assemblies.Length > 0))
        return count;
    string results = assemblies.Length == 0 ? " and left no results" : "";
    Console.WriteLine($"FAILED ({name}): the test program ended with exit code {exitCode}{results}");
    return count with { Failed = 1 };
}

XElement[] ReadAssemblies(string path)
{
    try
    {
        return File.Exists(path) ? [.. XDocument.Load(path).Root!.Elements("assembly")] : [];
    }
    catch (System.Xml.XmlException)    // the program died while it wrote them
    {
        return [];
    }
}

void PrintLinesPerFolder()
{
    string[] kinds = [".cs", ".comp", ".glsl", ".frag", ".vert"];
    var folders = new[] { "src", "shaders", "tests" }.Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        .Select(path => path.Replace('\\', '/'))
        .Where(path => kinds.Contains(Path.GetExtension(path)) && !path.Contains("/obj/") && !path.Contains("/bin/"))
        .GroupBy(path => path[..path.LastIndexOf('/')], path => File.ReadLines(path).Count());
    foreach (var folder in folders.OrderBy(folder => folder.Key, StringComparer.Ordinal))
        Console.WriteLine($"{folder.Sum(),6} lines in {folder.Count(),3} files of {folder.Key}");
}

// ---- what must be installed

int Setup(params Need[] needs)
{
    Need[] missing = [.. needs.Where(need => !need.Found())];
    foreach (Need need in needs.Except(missing))
        Console.WriteLine($"{need.What}: present");
    if (missing.Length == 0)
        return 0;
    if (!IsDebian12())
        throw new StepFailed($"please install {string.Join(", ", missing.Select(need => need.What))}, then run this again; "
            + $"Debian's packages are {string.Join(' ', missing.Select(need => need.Packages))}");
    if (missing.Any(need => need.Suite is not null))
        AddBackports();
    Step("package lists: updating", () => AsRoot(["apt-get", "update", "-o", "DPkg::Lock::Timeout=600"]));
    foreach (IGrouping<string?, Need> group in missing.GroupBy(need => need.Suite))
        Install(group.Key, [.. group]);
    return 0;
}

void Install(string? suite, Need[] needs)
{
    string[] fromSuite = suite is null ? [] : ["-t", suite];
    string[] packages = [.. needs.SelectMany(need => need.Packages.Split(' '))];
    Step($"{string.Join(", ", needs.Select(need => need.What))}: installing {string.Join(' ', packages)}", () =>
        AsRoot(["apt-get", "install", "-y", "-o", "DPkg::Lock::Timeout=600", "--no-install-recommends", .. fromSuite, .. packages]));
    foreach (Need need in needs.Where(need => !need.Found()))
        throw new StepFailed($"{need.What}: still not found after installing {need.Packages}");
}

// Debian 12's own Mesa, 22.3, is correct but several times slower on a CPU than the 25.0 of its backports.
void AddBackports()
{
    AptSource[] sources = [.. AptSource.OfThisMachine()];
    if (sources.Any(source => source.Suites.Contains("bookworm-backports")))
        return;
    AptSource main = sources.FirstOrDefault(source => source.Suites.Contains("bookworm") && !source.Uri.StartsWith("cdrom:"))
        ?? throw new StepFailed("no apt source of this machine has the suite bookworm, so the mirror is not known; "
            + "add the suite bookworm-backports, then run this again");
    Step("apt source: adding bookworm-backports", () =>
        AsRoot(["tee", "/etc/apt/sources.list.d/vklearn-backports.sources"],
            input: (main with { Suites = ["bookworm-backports"] }).ToDeb822()));
}

bool IsDebian12()
{
    if (!File.Exists("/etc/os-release"))
        return false;
    string[] lines = File.ReadAllLines("/etc/os-release");
    return lines.Contains("ID=debian") && lines.Contains("VERSION_CODENAME=bookworm");
}

bool HasVulkanLoader() =>
    new[] { "libvulkan.so.1", "vulkan-1.dll", "libvulkan.1.dylib", "libMoltenVK.dylib" }.Any(name => NativeLibrary.TryLoad(name, out _));

bool HasGlfw() => new[] { "libglfw.so.3", "glfw3.dll", "libglfw.3.dylib" }.Any(name => NativeLibrary.TryLoad(name, out _));

bool HasDriver()
{
    if (!OperatingSystem.IsLinux())
        return true;    // graphics drivers bring it; `vklearn devices` says what is there
    if (new[] { "VK_DRIVER_FILES", "VK_ICD_FILENAMES" }.Any(name => Environment.GetEnvironmentVariable(name) is not null))
        return true;
    string[] manifests = [.. new[] { "/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d", "/usr/local/share/vulkan/icd.d" }
        .Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.json"))];
    if (manifests.Length == 0 || !IsDebian12())
        return manifests.Length > 0;
    (int exitCode, string mesa) = Capture("dpkg-query", ["-L", "mesa-vulkan-drivers"]);
    bool another = exitCode != 0 || manifests.Except(mesa.Split('\n')).Any();
    return another || MajorVersion("mesa-vulkan-drivers") >= 25;
}

int MajorVersion(string package) =>
    int.TryParse(Capture("dpkg-query", ["-W", "-f=${Version}", package]).Output.Split('.')[0], out int major) ? major : 0;

bool HasValidationLayers() =>
    new[] { "/usr/share/vulkan", "/etc/vulkan", "/usr/local/share/vulkan" }.Select(folder => folder + "/explicit_layer.d")
        .Append(Environment.GetEnvironmentVariable("VK_LAYER_PATH") ?? "")
        .Any(folder => File.Exists(Path.Combine(folder, "VkLayer_khronos_validation.json")));

bool HasLinker() =>
    !OperatingSystem.IsLinux() ||    // elsewhere the platform's own tools, which `dotnet publish` asks for by name
    ((IsOnPath("clang") || IsOnPath("gcc")) && new[] { "/usr/lib", "/usr/lib64" }.Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateDirectories(folder).Append(folder)).Any(folder => File.Exists($"{folder}/crt1.o")));

bool HasDisplay() => !OperatingSystem.IsLinux()
    || new[] { "DISPLAY", "WAYLAND_DISPLAY" }.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

bool IsOnPath(string program) =>
    (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));

// ---- running programs

int Say(string text, int exitCode = 0)
{
    Console.WriteLine(text);
    return exitCode;
}

void Step(string what, Action act)
{
    Console.Write($"{what} ... ");
    long start = Stopwatch.GetTimestamp();
    try
    {
        act();
    }
    catch (StepFailed)
    {
        Console.WriteLine("failed");
        throw;
    }
    Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
}

void AsRoot(string[] command, string? input = null)
{
    string[] full = ["env", "DEBIAN_FRONTEND=noninteractive", .. command];
    if (!Environment.IsPrivilegedProcess)
    {
        if (!IsOnPath("sudo"))
            throw new StepFailed($"this needs root and there is no sudo; as root, run: {string.Join(' ', command)}");
        full = ["sudo", .. full];
    }
    Quiet(full[0], full[1..], input);
}

void Quiet(string program, string[] arguments, string? input = null)
{
    (int exitCode, string output) = Capture(program, arguments, input);
    if (exitCode != 0)
        throw new StepFailed($"{program} {string.Join(' ', arguments.Take(4))} ... ended with exit code {exitCode}") { Output = output };
}

(int ExitCode, string Output) Capture(string program, string[] arguments, string? input = null)
{
    ProcessStartInfo start = new(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
    start.Environment["MSBUILDDISABLENODEREUSE"] = "1";    // a build node that outlives its build would hold our pipes open
    using Process process = Start(start);
    Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
    process.StandardInput.Write(input);
    process.StandardInput.Close();
    process.WaitForExit();
    return (process.ExitCode, output.Result + errors.Result);
}

// A variable without a value is taken out of the child's environment.
int Show(string program, string[] arguments, params (string Name, string? Value)[] variables)
{
    ProcessStartInfo start = new(program, arguments);
    foreach ((string name, string? value) in variables)
        start.Environment[name] = value;
    if (OperatingSystem.IsLinux() && !start.Environment.ContainsKey("XDG_RUNTIME_DIR"))    // Mesa and the window system warn without it
    {
        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        start.Environment["XDG_RUNTIME_DIR"] = Directory.CreateDirectory("artifacts/runtime", Own).FullName;
    }
    using Process process = Start(start);
    process.WaitForExit();
    return process.ExitCode;
}

Process Start(ProcessStartInfo start)
{
    try
    {
        return Process.Start(start)!;
    }
    catch (System.ComponentModel.Win32Exception error)
    {
        throw new StepFailed($"{start.FileName} does not start: {error.Message}");
    }
}

/// <summary>Something to be found on the machine; <paramref name="Packages"/> are Debian's, apart by blanks.</summary>
sealed record Need(string What, string Packages, Func<bool> Found, string? Suite = null);

sealed record Count(int Passed, int Failed, int Skipped)
{
    public static Count operator +(Count a, Count b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);
}

/// <summary>A step that cannot go on; its message is one line for the user.</summary>
sealed class StepFailed(string message) : Exception(message)
{
    /// <summary>What the program that failed had printed; shown before the message.</summary>
    public string Output { get; init; } = "";
}

/// <summary>One source of apt packages, from either of apt's two formats (man sources.list).</summary>
sealed record AptSource(string Uri, string[] Suites, string? SignedBy, string? Trusted)
{
    public static IEnumerable<AptSource> OfThisMachine()
    {
        const string Main = "/etc/apt/sources.list", Folder = "/etc/apt/sources.list.d";
        string[] files = [.. Directory.Exists(Folder) ? Directory.GetFiles(Folder) : [], .. File.Exists(Main) ? new[] { Main } : []];
        return files.Order(StringComparer.Ordinal).SelectMany(file => Path.GetExtension(file) switch
        {
            ".sources" => Stanzas(File.ReadAllLines(file)).Select(FromStanza),
            ".list" => File.ReadAllLines(file).Select(FromLine),
            _ => [],
        }).OfType<AptSource>();
    }

    public string ToDeb822() => string.Concat(
        "# Added by VkLearn's build.cs for mesa-vulkan-drivers 25.0.\n",
        $"Types: deb\nURIs: {Uri}\nSuites: {string.Join(' ', Suites)}\nComponents: main\n",
        SignedBy is null ? "" : $"Signed-By: {SignedBy}\n",
        Trusted is null ? "" : $"Trusted: {Trusted}\n");

    static AptSource? FromStanza(Dictionary<string, string> fields)
    {
        string[] Words(string name) =>
            fields.GetValueOrDefault(name, "").Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        bool isOn = fields.GetValueOrDefault("Enabled") is not ("no" or "false");
        return isOn && Words("Types").Contains("deb") && Words("URIs") is [var uri, ..]
            ? new(uri, Words("Suites"), fields.GetValueOrDefault("Signed-By"), fields.GetValueOrDefault("Trusted"))
            : null;
    }

    /// <summary>Deb822: fields with continuation lines (a whole key may stand in Signed-By), stanzas apart by empty lines.</summary>
    static IEnumerable<Dictionary<string, string>> Stanzas(string[] lines)
    {
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        string field = "";
        foreach (string line in lines.Where(line => !line.StartsWith('#')).Append(""))
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                yield return fields;
                fields = new(StringComparer.OrdinalIgnoreCase);
            }
            else if (char.IsWhiteSpace(line[0]))
                fields[field] += "\n" + line;
            else if (line.Split(':', 2) is [var name, var value])
                fields[field = name] = value.Trim();
        }
    }

    /// <summary>The older format: deb [signed-by=KEY arch=ARCH] URI SUITE COMPONENT ...</summary>
    static AptSource? FromLine(string line)
    {
        string text = line.Split('#')[0].Trim();
        if (!text.StartsWith("deb ") && !text.StartsWith("deb\t"))
            return null;
        string options = text.Contains('[') ? text[(text.IndexOf('[') + 1)..text.IndexOf(']')] : "";
        string rest = text[(options == "" ? 3 : text.IndexOf(']') + 1)..];
        string[] words = rest.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        string? Option(string name) => options.Split(' ').FirstOrDefault(option => option.StartsWith(name + "="))?[(name.Length + 1)..];
        return words is [var uri, var suite, ..] ? new(uri, [suite], Option("signed-by"), Option("trusted")) : null;
    }
}
