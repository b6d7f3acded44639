using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Akka.Events.Handling.Internal.Instances;

/// <summary>The fields that the code of a class writes, or hands out to be written: found in its IL.</summary>
internal static class FieldWrites
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>
    /// Those written by the methods of a class and of the types nested in it (lambdas, state machines), its constructors excepted, and those
    /// of the nested types as to their own fields: a field that isn't among them is as it was when the instance was made. Null where the
    /// code can't be read.
    /// </summary>
    public static HashSet<(Module Module, int Token)>? OutsideConstructors(Type type)
    {
        var written = new HashSet<(Module, int)>();
        try
        {
            foreach (var method in MethodsOf(type))
                if (method is not ConstructorInfo { IsStatic: false } || method.DeclaringType != type)
                    written.UnionWith(
                        from field in WrittenBy(method)
                        where method is not ConstructorInfo || !IsSame(field.DeclaringType, method.DeclaringType)
                        select Of(field));
            return written;
        }
        catch (Exception)
        {
            return null;
        }
    }

    public static (Module Module, int Token) Of(FieldInfo field) => (field.Module, field.MetadataToken);

    private static IEnumerable<MethodBase> MethodsOf(Type type) =>
        type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared))
            .Concat(type.GetNestedTypes(Declared).SelectMany(MethodsOf));

    private static List<FieldInfo> WrittenBy(MethodBase method)
    {
        var written = new List<FieldInfo>();
        if (method.IsAbstract || method.GetMethodBody()?.GetILAsByteArray() is not { } il) return written;
        for (var i = 0; i < il.Length;)
        {
            var code = il[i] == 0xFE ? OpCodesByValue[(short)(0xFE00 | il[i + 1])] : OpCodesByValue[il[i]];
            i += code.Size;
            if (code == OpCodes.Stfld || code == OpCodes.Ldflda) written.Add(Field(method, BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(i))));
            i += OperandSize(code, il.AsSpan(i));
        }
        return written;
    }

    private static bool IsSame(Type? one, Type? other) => one?.Module == other?.Module && one?.MetadataToken == other?.MetadataToken;

    private static FieldInfo Field(MethodBase method, int token) =>
        method.Module.ResolveField(
            token, method.DeclaringType?.GetGenericArguments(), method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null)!;

    private static int OperandSize(OpCode code, ReadOnlySpan<byte> operand) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(operand),
        _ => 4,
    };
}
